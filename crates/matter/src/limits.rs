//! Limits on everything that a command may carry.

/// Longest one-line input, in characters.
pub const TEXT_CHARS: usize = 300;
/// Longest text of several lines, in characters.
pub const LONG_TEXT_CHARS: usize = 10_000;
/// Most items in a list.
pub const ITEMS: usize = 50;
/// Most files with one act.
pub const FILES: usize = 40;
/// Largest structured input, and largest form, in bytes of JSON.
pub const OBJECT_BYTES: usize = 64 * 1024;
/// Largest amount of money in one act, whole đồng.
pub const MONEY: u64 = 1_000_000_000_000;
/// Most payments and refunds of one matter.
pub const MONEY_ENTRIES: usize = 200;
/// Most acts on one matter.
pub const ACTS: i64 = 10_000;
