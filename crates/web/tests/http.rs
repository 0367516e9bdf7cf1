//! The gallery's router, over HTTP requests.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "helpers of tests, outside test functions")]

#[path = "../examples/gallery/app.rs"]
mod app;

mod http {
    pub mod client;
    mod errors;
    mod forgery;
    mod pages;
    mod sessions;
}
