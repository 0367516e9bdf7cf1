//! Forms made from a JSON Schema: fields, values, messages.

mod messages;
mod number;
mod once;
mod render;
mod spec;
mod values;

pub use once::{KEY, key, new_key};
pub use spec::{FieldKind, FieldSpec, FormError, FormSpec, Section, Text};
pub use values::{FormValues, clean};
