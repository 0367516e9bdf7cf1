//! Reading. Every query is bounded; longer lists are read page by page.

mod acts;
mod documents;
mod entries;
mod find;
mod matters;
mod saved;

pub use acts::Head;
pub use find::{After, Asked, Listed, Order};
pub(crate) use find::{CLASS_MARK, class_token};
pub use matters::{ChannelCount, MAX_TURNS, StateCount};
