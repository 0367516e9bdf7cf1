//! An incremental update (ISO 32000-1, 7.5.6): the file as it is, then new and newer objects, then a table of these alone.

use super::read::Document;
use super::write;
use crate::fault::Fault;
use hayro_syntax::object::ObjectIdentifier;
use std::collections::BTreeMap;

/// Highest number of an object.
const MAX_OBJECTS: i64 = 1_000_000;

/// Objects to be added to a file.
pub(crate) struct Update {
    size: i32,
    objects: BTreeMap<(i32, i32), Vec<u8>>,
}

impl Update {
    pub(crate) fn of(document: &Document) -> Result<Self, Fault> {
        let (_, trailer) = document.trailer()?;
        let size = trailer.get::<hayro_syntax::object::Number>(b"Size".as_slice()).map(|n| n.as_i64());
        let size = size.filter(|size| (1..MAX_OBJECTS).contains(size)).and_then(|s| i32::try_from(s).ok());
        let size = size.ok_or(Fault::Damaged("it does not say how many objects it has"))?;
        Ok(Self { size, objects: BTreeMap::new() })
    }

    /// The number of a new object.
    pub(crate) fn reserve(&mut self) -> ObjectIdentifier {
        let id = ObjectIdentifier::new(self.size, 0);
        self.size = self.size.saturating_add(1);
        id
    }

    pub(crate) fn put(&mut self, id: ObjectIdentifier, body: Vec<u8>) {
        self.objects.insert((id.obj_number, id.gen_number), body);
    }

    /// The file with what was added, and where each object begins.
    pub(crate) fn finish(self, document: &Document) -> Result<(Vec<u8>, BTreeMap<i32, usize>), Fault> {
        let (previous, trailer) = document.trailer()?;
        let mut out = document.bytes.as_ref().clone();
        if out.last() != Some(&b'\n') {
            out.push(b'\n');
        }
        let mut places = BTreeMap::new();
        let mut table = String::from("xref\n");
        let mut run: Vec<(i32, String)> = Vec::new();
        for ((number, generation), body) in &self.objects {
            places.insert(*number, out.len());
            if run.last().is_some_and(|(last, _)| last.saturating_add(1) != *number) {
                close(&mut table, &mut run);
            }
            run.push((*number, format!("{:010} {generation:05} n\r\n", out.len())));
            out.extend(format!("{number} {generation} obj\n").bytes());
            out.extend(body);
            out.extend(b"\nendobj\n");
        }
        close(&mut table, &mut run);
        let start = out.len();
        out.extend(table.bytes());
        out.extend(b"trailer\n");
        if !write::open_dict(&mut out, &trailer, &[b"Size", b"Prev", b"XRefStm"]) {
            return Err(Fault::Damaged("its trailer goes too deep"));
        }
        out.extend(format!("/Size {}/Prev {previous}>>\nstartxref\n{start}\n%%EOF\n", self.size).bytes());
        Ok((out, places))
    }
}

/// One part of the table: numbers that follow one another.
fn close(table: &mut String, run: &mut Vec<(i32, String)>) {
    if let Some((first, _)) = run.first() {
        table.push_str(&format!("{first} {}\n", run.len()));
    }
    for (_, line) in run.drain(..) {
        table.push_str(&line);
    }
}
