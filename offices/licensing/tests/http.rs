//! The office over HTTP, on the real router with a real desk on SQLite.

#[path = "http/browser.rs"]
mod browser;
#[path = "http/house.rs"]
mod house;
#[path = "http/filing.rs"]
mod filing;
#[path = "http/api.rs"]
mod api;
