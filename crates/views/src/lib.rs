#![doc = include_str!("../README.md")]

mod charge;
mod clause;
mod clock;
mod contact;
pub mod door;
pub mod filing;
pub mod finder;
mod history;
mod law;
mod limit;
mod not_now;
mod procedure;
mod refusal;
mod sendings;
mod shell;
mod standing;
pub mod upload;
mod who;

pub use charge::{Picture, account_of, charge_badge, charge_for_citizen, money_facts, payment_code};
pub use clause::{chip_at, chip_of, chip_of_citation};
pub use clock::{clock, stop_reason, why};
pub use contact::{contact_foot, contact_lines, email, telephone};
pub use history::{
    OrNotSealed, Reader, act_of_paper, log_href, paper_name, papers, place_in_log, timeline_items,
};
pub use law::{Told, law_of_case};
pub use limit::{limit_text, unit_text};
pub use not_now::not_now_text;
pub use procedure::{procedure_cost, procedure_facts};
pub use refusal::{missing_text, perform_error, refusal_view, why_not_text};
pub use sendings::{channel_text, masked, sending_line, sending_state, sendings};
pub use shell::{agency_of, agency_shell, dressed, officer_shell};
pub use standing::{next_act, selector_text, state_badge, state_tone, tone_of, turn_text};
pub use who::{Officer, actor_of, citizen_of, officer_of, title_of};

use congvu_matter::declare::Text;
use congvu_web::i18n::I18nBuilder;
use congvu_web::{Lang, Words};

/// Adds the messages of this crate.
#[must_use]
pub fn words(builder: I18nBuilder) -> I18nBuilder {
    builder
        .add(Lang::Vi, include_str!("../locales/vi/views.ftl"))
        .add(Lang::En, include_str!("../locales/en/views.ftl"))
}

/// A pack's text in the page's language.
#[must_use]
pub fn pick<'t>(w: &Words, text: &'t Text) -> &'t str {
    w.pick(&text.vi, &text.en)
}
