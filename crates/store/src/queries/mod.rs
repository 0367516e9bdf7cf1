//! Reading. Every query is bounded; longer lists are read page by page.

mod acts;
mod conditions;
mod count;
mod documents;
mod entries;
mod find;
mod matters;
mod money;
mod saved;
mod sealed;

pub use acts::Head;
pub use conditions::{MAX_CONDITIONS, Only};
pub use count::{By, CaseOrder, Count, TallyCount};
pub use find::{After, Asked, Listed, Order};
pub(crate) use find::{CLASS_MARK, class_token};
pub use matters::{ChannelCount, MAX_TURNS, StateCount};
