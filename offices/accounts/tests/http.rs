//! Accounts over HTTP, on the real router with sessions and passwords in a real store.

#![cfg(test)]

#[path = "http/accounts.rs"]
mod accounts;
#[path = "http/browser.rs"]
mod browser;
