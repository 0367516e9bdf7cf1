//! One suite, run on SQLite and on PostgreSQL.

mod commits;
mod entries;
mod files;
mod isolation;
mod jobs;
mod matters;
mod model;
mod people;
mod search;
mod support;
mod transactions;
