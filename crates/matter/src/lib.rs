#![doc = include_str!("../README.md")]

pub mod declare;

mod charge;
mod command;
mod decide;
mod effects;
mod event;
mod fold;
mod input;
mod law;
pub mod limits;
mod money;
mod numbers;
pub mod on_paper;
pub mod packs;
mod refused;
mod state;
mod turn;

pub use charge::{Charge, ChargeState, Money, Way};
pub use command::{Attachment, Command, Context, EntryRef, FormInForce, FormOn, Party, Permitted};
pub use decide::{decide, possible};
pub use effects::term_end;
pub use event::{Event, GivenNumber, Numbered, RegisterChange};
pub use fold::fold;
pub use law::{Compared, LawChoice, Side, pending};
pub use numbers::{assign, series};
pub use refused::{InputFault, Refused};
pub use state::{Consulted, Matter, Paper, Signature};
pub use turn::{expected_selector, holder_of, turn_of};
