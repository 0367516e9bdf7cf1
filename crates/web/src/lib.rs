#![doc = include_str!("../README.md")]

pub mod assets;
pub mod components;
pub mod context;
pub mod download;
pub mod error;
pub mod fmt;
pub mod form;
pub mod html;
pub mod i18n;
pub mod security;
pub mod shell;

pub use context::{PageCx, Web, WebConfig};
pub use error::{ResultExt, WebError};
pub use html::Html;
pub use i18n::{Arg, I18n, Lang, Words};
pub use security::session::{Session, SignedIn};
pub use shell::{AgencyView, PersonView, Shell, Shortcut, page, page_with};
