//! The pieces that pages are made of. Each takes plain values and gives [`Html`](crate::Html).

mod acts;
mod answer;
mod clause;
mod clock;
mod field;
mod files;
mod list;
mod refusal;
mod state;
mod table;
mod text;
mod timeline;

pub use acts::{Act, PostButton, acts_panel, keys_help, post_button};
pub use answer::{Verdict, answer, answer_with};
pub use clause::{Chip, chip, chips};
pub use clock::{Clock, ClockLine, Stopped, TimeUnit, clock_line, clock_short};
pub use field::{Choice, Field, FieldError, Input, error_summary, field};
pub use files::{FileItem, Upload, file_list, upload_field};
pub use list::{Pages, Search, Step, StepState, breadcrumbs, key_values, pagination, search_box, steps};
pub use refusal::{RefusalView, refusal_panel};
pub use state::{Tone, badge, notice};
pub use table::{Column, Row, Table, table};
pub use text::{
    big_number, bullets, button_link, cards, heading, hidden, lead, paragraph, post_form, resumable_form,
    section, section_at, two_columns, upload_form,
};
pub use timeline::{TimelineItem, timeline};

/// A word and where it leads; used for navigation, breadcrumbs and the like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where it leads.
    pub href: String,
    /// What it says.
    pub text: String,
}

impl Link {
    /// A link.
    pub fn new(href: impl Into<String>, text: impl Into<String>) -> Self {
        Self { href: href.into(), text: text.into() }
    }
}
