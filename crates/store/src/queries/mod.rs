//! Reading. Every query is bounded; longer lists are read page by page.

mod acts;
mod documents;
mod entries;
mod matters;
mod search;

pub use acts::Head;
pub use matters::{ChannelCount, MAX_TURNS, StateCount};
pub use search::Found;
