//! Reading. Every query is bounded; longer lists are read page by page.

mod acts;
mod conditions;
mod count;
mod documents;
mod entries;
mod matters;
mod search;

pub use acts::Head;
pub use conditions::{MAX_CONDITIONS, Only};
pub use count::{By, Count, Order, TallyCount};
pub use matters::{MAX_TURNS, StateCount};
pub use search::Found;
