//! Objects as bytes.

use hayro_syntax::object::{Array, Dict, MaybeRef, Object, ObjectIdentifier};
use std::fmt::Write;

/// How deep dictionaries in dictionaries are written.
const DEPTH: usize = 32;

/// Writes a value as it stands, references as references. Gives `false` where it goes too deep, or cannot be written in place.
pub(crate) fn value(out: &mut Vec<u8>, value: &MaybeRef<Object<'_>>) -> bool {
    at_depth(out, value, DEPTH)
}

/// Writes a dictionary without some of its keys, left open: the caller adds its own and `>>`.
pub(crate) fn open_dict(out: &mut Vec<u8>, dict: &Dict<'_>, without: &[&[u8]]) -> bool {
    out.extend(b"<<");
    entries(out, dict, without, DEPTH)
}

/// Writes the items of an array, without its brackets.
pub(crate) fn items(out: &mut Vec<u8>, array: &Array<'_>) -> bool {
    array.raw_iter().all(|item| {
        let written = at_depth(out, &item, DEPTH);
        out.push(b' ');
        written
    })
}

pub(crate) fn reference(out: &mut Vec<u8>, id: ObjectIdentifier) {
    out.extend(format!("{} {} R", id.obj_number, id.gen_number).bytes());
}

fn at_depth(out: &mut Vec<u8>, value: &MaybeRef<Object<'_>>, depth: usize) -> bool {
    let object = match value {
        MaybeRef::Ref(to) => {
            reference(out, (*to).into());
            return true;
        }
        MaybeRef::NotRef(object) => object,
    };
    let Some(deeper) = depth.checked_sub(1) else { return false };
    match object {
        Object::Null(_) => out.extend(b"null"),
        Object::Boolean(true) => out.extend(b"true"),
        Object::Boolean(false) => out.extend(b"false"),
        Object::Number(number) => {
            let exact = number.as_f64();
            let text = if exact.fract() == 0.0 { number.as_i64().to_string() } else { format!("{exact}") };
            out.extend(text.bytes());
        }
        Object::String(text) => out.extend(hexadecimal(text.as_bytes()).bytes()),
        Object::Name(text) => name(out, text.as_ref()),
        Object::Dict(dict) => {
            out.extend(b"<<");
            let written = entries(out, dict, &[], deeper);
            out.extend(b">>");
            return written;
        }
        Object::Array(array) => {
            out.push(b'[');
            for item in array.raw_iter() {
                if !at_depth(out, &item, deeper) {
                    return false;
                }
                out.push(b' ');
            }
            out.push(b']');
        }
        Object::Stream(_) => return false,
    }
    true
}

fn entries(out: &mut Vec<u8>, dict: &Dict<'_>, without: &[&[u8]], depth: usize) -> bool {
    dict.entries().filter(|(key, _)| !without.contains(&key.as_ref())).all(|(key, value)| {
        name(out, key.as_ref());
        out.push(b' ');
        at_depth(out, &value, depth)
    })
}

/// ISO 32000-1, 7.3.5: what is no regular character is written as `#` and two digits.
fn name(out: &mut Vec<u8>, text: &[u8]) {
    out.push(b'/');
    for byte in text {
        match byte {
            b'#' | b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%' => {
                out.extend(format!("#{byte:02X}").bytes());
            }
            b'!'..=b'~' => out.push(*byte),
            _ => out.extend(format!("#{byte:02X}").bytes()),
        }
    }
}

/// A string in hexadecimal.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().saturating_mul(2).saturating_add(2));
    text.push('<');
    for byte in bytes {
        let _ = write!(text, "{byte:02X}");
    }
    text.push('>');
    text
}

/// Text for people: UTF-16 with its mark (ISO 32000-1, 7.9.2.2).
pub(crate) fn text(text: &str) -> String {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    hexadecimal(&units.flat_map(u16::to_be_bytes).collect::<Vec<_>>())
}

/// Text for people, read.
pub(crate) fn read_text(bytes: &[u8]) -> String {
    let text = match bytes.strip_prefix(&[0xfe, 0xff]) {
        Some(units) => {
            let units = units.chunks_exact(2).filter_map(|two| <[u8; 2]>::try_from(two).ok());
            String::from_utf16_lossy(&units.map(u16::from_be_bytes).collect::<Vec<_>>())
        }
        None => {
            String::from_utf8_lossy(bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes)).into_owned()
        }
    };
    crate::names::plain(&text)
}
