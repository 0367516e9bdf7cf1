//! The pages and the sending, with a real desk on SQLite and a provider that answers as told.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

#[path = "http/house.rs"]
mod house;
#[path = "http/pages.rs"]
mod pages;
#[path = "http/reports.rs"]
mod reports;
#[path = "http/sending.rs"]
mod sending;

/// Every message has an English counterpart and the other way round.
#[test]
fn words_are_whole() {
    let words = congvu_notices::words(congvu_views::words(congvu_web::I18n::builder())).build();
    words.expect("the words of both languages");
}
