#![doc = include_str!("../README.md")]

mod binding;
mod error;
mod fonts;
mod qr;
mod templates;
mod text;
mod typesetter;
mod world;

pub use binding::{Binding, Bound, Leaf, Sheet};
pub use error::PaperError;
pub use fonts::FontSource;
pub use qr::qr_svg;
pub use templates::TemplateSet;
pub use text::{Line, PageText};
pub use typesetter::{Paper, PaperJob, Typesetter};
