//! What was changed after a signature: nothing, further signatures, or more.

use super::read::Document;
use super::write;
use crate::fault::Fault;
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, ObjectIdentifier, Stream};
use std::collections::BTreeSet;

/// Most objects that are compared.
const MAX_COMPARED: i32 = 200_000;

/// Whether `later` shows what `earlier` showed: all that was there is unchanged, but for what a further signature must add.
///
/// Every object of the earlier file is compared with the one of that number in the later file. The catalogue may get a form and a store of
/// validation data, the form may get fields of signatures, pages may get their widgets. Anything else is a change, even where no reader
/// would show it.
pub(crate) fn only_signatures(earlier: &Document, later: &Document) -> Result<bool, Fault> {
    if earlier.root_id() != later.root_id() || earlier.pdf.pages().len() != later.pdf.pages().len() {
        return Ok(false);
    }
    let (_, trailer) = later.trailer()?;
    let size = trailer.get::<hayro_syntax::object::Number>(b"Size".as_slice()).map_or(0, |n| n.as_i64());
    let size = i32::try_from(size).ok().filter(|s| *s <= MAX_COMPARED);
    let size = size.ok_or(Fault::Damaged("it has too many objects"))?;
    let allowed = Allowed::of(earlier)?;
    for number in 0..size {
        let id = ObjectIdentifier::new(number, 0);
        let before: Option<Object<'_>> = earlier.pdf.xref().get(id);
        let Some(before) = before else { continue };
        let Some(after) = later.pdf.xref().get::<Object<'_>>(id) else { return Ok(false) };
        if !same(&before, &after) && !allowed.change(id, &before, &after) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Which objects may change, and how.
struct Allowed {
    root: ObjectIdentifier,
    form: Option<ObjectIdentifier>,
    fields: Option<ObjectIdentifier>,
    pages: BTreeSet<ObjectIdentifier>,
    annotations: BTreeSet<ObjectIdentifier>,
}

impl Allowed {
    fn of(document: &Document) -> Result<Self, Fault> {
        let root = document.root()?;
        let form = root.get_ref(b"AcroForm".as_slice()).map(Into::into);
        let fields = root.get::<Dict<'_>>(b"AcroForm".as_slice());
        let fields = fields.and_then(|f| f.get_ref(b"Fields".as_slice())).map(Into::into);
        let pages = document.pdf.pages();
        let of_pages = pages.iter().filter_map(|p| p.raw().get_ref(b"Annots".as_slice())).map(Into::into);
        Ok(Self {
            root: document.root_id(),
            form,
            fields,
            annotations: of_pages.collect(),
            pages: pages.iter().filter_map(|p| p.raw().obj_id()).collect(),
        })
    }

    fn change(&self, id: ObjectIdentifier, before: &Object<'_>, after: &Object<'_>) -> bool {
        match (before, after) {
            (Object::Dict(before), Object::Dict(after)) if id == self.root => {
                same_but(before, after, &[b"AcroForm", b"DSS", b"Extensions"])
                    && grown_form(before.get(b"AcroForm".as_slice()), after.get(b"AcroForm".as_slice()))
            }
            (Object::Dict(before), Object::Dict(after)) if Some(id) == self.form => {
                grown_form(Some(before.clone()), Some(after.clone()))
            }
            (Object::Array(before), Object::Array(after)) if Some(id) == self.fields => grown(before, after),
            (Object::Array(before), Object::Array(after)) if self.annotations.contains(&id) => {
                grown(before, after)
            }
            (Object::Dict(before), Object::Dict(after)) if self.pages.contains(&id) => {
                let lists = (before.get::<Array<'_>>(b"Annots".as_slice()), after.get(b"Annots".as_slice()));
                same_but(before, after, &[b"Annots"])
                    && match lists {
                        (None, None) => true,
                        (None, Some(after)) => all_widgets(&after, 0),
                        (Some(before), Some(after)) => grown(&before, &after),
                        (Some(_), None) => false,
                    }
            }
            // A field that was empty may be signed.
            (Object::Dict(before), Object::Dict(after)) => {
                is_signature_field(before)
                    && before.get::<Dict<'_>>(b"V".as_slice()).is_none()
                    && same_but(before, after, &[b"V", b"AP", b"M", b"F", b"Lock"])
            }
            _ => false,
        }
    }
}

/// Whether a form only got fields of signatures.
fn grown_form(before: Option<Dict<'_>>, after: Option<Dict<'_>>) -> bool {
    match (before, after) {
        (None, None) => true,
        (None, Some(after)) => {
            after.get::<Array<'_>>(b"Fields".as_slice()).is_none_or(|fields| all_widgets(&fields, 0))
                && after
                    .keys()
                    .all(|k| [b"Fields".as_slice(), b"SigFlags", b"DA", b"DR"].contains(&k.as_ref()))
        }
        (Some(before), Some(after)) => {
            let lists = (before.get::<Array<'_>>(b"Fields".as_slice()), after.get(b"Fields".as_slice()));
            same_but(&before, &after, &[b"Fields", b"SigFlags", b"DA", b"DR"])
                && match lists {
                    (Some(before), Some(after)) => grown(&before, &after),
                    (None, Some(after)) => all_widgets(&after, 0),
                    (None, None) => true,
                    (Some(_), None) => false,
                }
        }
        (Some(_), None) => false,
    }
}

/// Whether a list begins as before and goes on with fields of signatures alone.
fn grown(before: &Array<'_>, after: &Array<'_>) -> bool {
    let old: Vec<_> = before.raw_iter().map(|item| bytes_of(&item)).collect();
    let new: Vec<_> = after.raw_iter().take(old.len()).map(|item| bytes_of(&item)).collect();
    old == new && old.iter().all(Option::is_some) && all_widgets(after, old.len())
}

fn all_widgets(list: &Array<'_>, from: usize) -> bool {
    list.raw_iter().count() == list.iter::<Dict<'_>>().count()
        && list.iter::<Dict<'_>>().skip(from).all(|field| is_signature_field(&field))
}

fn is_signature_field(field: &Dict<'_>) -> bool {
    field.get::<Name<'_>>(b"FT".as_slice()).is_some_and(|kind| kind.as_ref() == b"Sig")
}

fn bytes_of(value: &MaybeRef<Object<'_>>) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    write::value(&mut out, value).then_some(out)
}

fn same(before: &Object<'_>, after: &Object<'_>) -> bool {
    match (before, after) {
        (Object::Stream(before), Object::Stream(after)) => same_stream(before, after),
        (before, after) => {
            let bytes = |o: &Object<'_>| bytes_of(&MaybeRef::NotRef(o.clone()));
            let before = bytes(before);
            before.is_some() && before == bytes(after)
        }
    }
}

fn same_stream(before: &Stream<'_>, after: &Stream<'_>) -> bool {
    same_but(before.dict(), after.dict(), &[]) && before.raw_data() == after.raw_data()
}

fn same_but(before: &Dict<'_>, after: &Dict<'_>, without: &[&[u8]]) -> bool {
    let bytes = |dict: &Dict<'_>| {
        let mut out = Vec::new();
        write::open_dict(&mut out, dict, without).then_some(out)
    };
    let before = bytes(before);
    before.is_some() && before == bytes(after)
}
