//! The desk on a real store, on both engines, with the real packs.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod attack_people;
mod attack_store;
mod departments;
mod every_procedure;
mod import;
mod lapse;
mod laws;
mod log;
mod notices;
mod one_stop;
mod organisation;
mod papers;
mod people;
mod prints;
mod races;
mod refusals;
mod sample_form;
mod sealed_support;
mod sealing;
mod shapes;
mod story;
mod support;
mod tampering;
mod upgrade;
mod violations;
mod waiting;
