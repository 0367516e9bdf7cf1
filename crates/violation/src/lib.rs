#![doc = include_str!("../README.md")]

mod assess;
mod law;
mod power;
mod time;
mod weigh;

pub use assess::{Amount, Asked, Assessed, Fault, assess};
pub use law::{
    Behaviour, Ceiling, Competence, Decree, Explanation, Factor, Late, Law, LawFile, Limitation, Measure,
    Offender, Once, Suspension, Text, TimeRule, Weighing, Whose,
};
pub use power::{LIMIT_FACT, Limit};
pub use weigh::{Circumstances, Place};
