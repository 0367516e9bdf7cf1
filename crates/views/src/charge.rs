//! What is to be paid for a case, and how.

use askama::Template;
use congvu_desk::{Case, Desk};
use congvu_matter::declare::FeeDue;
use congvu_matter::{Charge, ChargeState};
use congvu_pack::{Agency, BankAccount, Library};
use congvu_payment::VietQr;
use congvu_web::components::{Tone, badge, key_values, notice, paragraph, section_at};
use congvu_web::{Html, Words, fmt};
use qrcode::types::Color;
use qrcode::{EcLevel, QrCode};
use std::fmt::Write as _;

/// Border in modules, ISO/IEC 18004.
const QUIET: usize = 4;
/// Side of the picture on the screen, in pixels: a phone held over it finds every module.
const SIDE: usize = 264;

/// The account to which people may pay: a made-up one is shown by the demo alone.
#[must_use]
pub fn account_of<'a>(desk: &Desk, agency: &'a Agency) -> Option<&'a BankAccount> {
    agency.file.account.as_ref().filter(|a| !a.demo || desk.is_demo())
}

/// How a charge stands, in a word.
#[must_use]
pub fn charge_badge(w: &Words, state: ChargeState) -> Html {
    let (tone, id) = match state {
        ChargeState::Due => (Tone::Warn, "views-fee-due"),
        ChargeState::Partly => (Tone::Warn, "views-fee-partly"),
        ChargeState::Paid => (Tone::Good, "views-fee-paid"),
        ChargeState::Over => (Tone::Warn, "views-fee-over"),
        ChargeState::Refunded => (Tone::Neutral, "views-fee-refunded"),
        ChargeState::Waived => (Tone::Neutral, "views-fee-waived"),
        ChargeState::Dropped => (Tone::Neutral, "views-fee-dropped"),
    };
    badge(tone, &w.t(id))
}

fn dong(w: &Words, amount: u64) -> Html {
    Html::text(&fmt::money(w.lang(), i64::try_from(amount).unwrap_or(i64::MAX)))
}

/// Amounts and state of a charge.
#[must_use]
pub fn money_facts(w: &Words, library: &Library, case: &Case, charge: &Charge) -> Html {
    let mut facts = vec![(w.t("views-fee-state"), charge_badge(w, charge.state()))];
    if let Some((procedure, _)) = case.procedure(library) {
        facts.push((w.t("views-fee-for"), Html::text(crate::pick(w, &procedure.name))));
    }
    facts.push((w.t("views-fee-amount"), dong(w, charge.amount)));
    for (id, amount) in [
        ("views-fee-held", charge.paid()),
        ("views-fee-returned", charge.returned()),
        ("views-fee-owed", charge.owed()),
        ("views-fee-excess", charge.excess()),
    ] {
        if amount > 0 {
            facts.push((w.t(id), dong(w, amount)));
        }
    }
    let when = match charge.due {
        Some(FeeDue::Filing) => Some("views-fee-when-filing"),
        Some(FeeDue::Result) => Some("views-fee-when-result"),
        None => None,
    };
    if let Some(when) = when.filter(|_| charge.owed() > 0) {
        facts.push((w.t("views-fee-when"), Html::text(&w.t(when))));
    }
    if let Some(why) = &charge.waived {
        facts.push((w.t("views-fee-waived-why"), Html::text(why)));
    }
    key_values(&facts)
}

/// What the applicant is told of money: nothing at all where nothing is charged.
#[must_use]
pub fn charge_for_citizen(w: &Words, desk: &Desk, agency: &Agency, case: &Case) -> Html {
    let Some(charge) = &case.matter.charge else { return Html::EMPTY };
    let mut body = money_facts(w, desk.library(), case, charge);
    if charge.owed() > 0 {
        body = body.then(&how_to_pay(w, desk, agency, case, charge));
    }
    section_at("fee", &w.t("views-fee"), &body)
}

fn how_to_pay(w: &Words, desk: &Desk, agency: &Agency, case: &Case, charge: &Charge) -> Html {
    let Some(account) = account_of(desk, agency) else { return paragraph(&w.t("views-fee-no-account")) };
    let code = case.matter.code.as_deref().unwrap_or_default();
    let mut parts = vec![paragraph(&w.t("views-fee-counter"))];
    if account.demo {
        parts.push(notice(Tone::Warn, &w.t("views-fee-demo"), &Html::EMPTY));
    }
    if let Some(picture) = payment_code(account, charge.owed(), code) {
        let amount = fmt::money(w.lang(), i64::try_from(charge.owed()).unwrap_or(i64::MAX));
        let label = w.with("views-fee-qr", &[("amount", amount.into()), ("code", code.to_owned().into())]);
        parts.push(paragraph(&w.t("views-fee-scan")));
        parts.push(picture.html(&label));
    }
    let facts = [
        ("views-fee-bank", Html::text(&account.bank)),
        ("views-fee-account", Html::text(&account.number)),
        ("views-fee-holder", Html::text(&account.holder)),
        ("views-fee-exact", dong(w, charge.owed())),
        ("views-fee-purpose", Html::text(code)),
    ];
    parts.push(key_values(&facts.map(|(id, value)| (w.t(id), value))));
    parts.push(paragraph(&w.t("views-fee-purpose-note")));
    Html::join(parts)
}

/// A payment code as a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// What the code says.
    pub payload: String,
    side: usize,
    path: String,
}

/// The payment code for what is owed: exact amount, case number as purpose. None where account or number do not fit into
/// one; the page then has the same in words.
#[must_use]
pub fn payment_code(account: &BankAccount, owed: u64, code: &str) -> Option<Picture> {
    let asked = VietQr { bin: &account.bin, account: &account.number, amount: owed, purpose: code };
    let payload = asked.payload().ok()?;
    let made = QrCode::with_error_correction_level(&payload, EcLevel::M).ok()?;
    let width = made.width();
    let mut path = String::new();
    for (y, row) in made.to_colors().chunks(width).enumerate() {
        for (x, _) in row.iter().enumerate().filter(|(_, color)| **color == Color::Dark) {
            // Writing to a string cannot fail.
            let _ = write!(path, "M{} {}h1v1h-1z", x.saturating_add(QUIET), y.saturating_add(QUIET));
        }
    }
    Some(Picture { payload, side: width.saturating_add(2 * QUIET), path })
}

impl Picture {
    /// As it stands in a page; `label` says in words what it is.
    #[must_use]
    pub fn html(&self, label: &str) -> Html {
        #[derive(Template)]
        #[template(
            ext = "html",
            source = r##"<p><svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{{ label }}" width="{{ size }}" height="{{ size }}" viewBox="0 0 {{ side }} {{ side }}" shape-rendering="crispEdges"><path d="M0 0h{{ side }}v{{ side }}h-{{ side }}z" fill="#fff"/><path d="{{ path }}" fill="#000"/></svg></p>"##
        )]
        struct T<'a> {
            label: &'a str,
            size: usize,
            side: usize,
            path: &'a str,
        }
        Html::render(&T { label, size: SIDE, side: self.side, path: &self.path })
    }
}
