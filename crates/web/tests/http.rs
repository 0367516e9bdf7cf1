//! The gallery's router, over HTTP requests.

#[path = "../examples/gallery/app.rs"]
mod app;

mod http {
    pub mod client;
    mod errors;
    mod forgery;
    mod pages;
    mod sessions;
}
