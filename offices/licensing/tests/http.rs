//! The office over HTTP, on the real router with a real desk on SQLite.

#[cfg(test)]
#[path = "http/api.rs"]
mod api;
#[cfg(test)]
#[path = "http/browser.rs"]
mod browser;
#[cfg(test)]
#[path = "http/filing.rs"]
mod filing;
#[cfg(test)]
#[path = "http/house.rs"]
mod house;
#[cfg(test)]
#[path = "http/signed.rs"]
mod signed;
#[cfg(test)]
#[path = "http/site.rs"]
mod site;
