//! Reading. Every query is bounded; longer lists are read page by page.

mod acts;
mod documents;
mod entries;
mod matters;
mod money;
mod search;

pub use acts::Head;
pub use matters::{MAX_TURNS, StateCount};
pub use search::Found;
