//! A lifecycle with its procedure, and short ways to do acts in it.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests; each file uses a part"
)]

use congvu_calendar::Calendar;
use congvu_matter::declare::{Lifecycle, Numbering, Procedure};
use congvu_matter::{
    Attachment, Command, Context, EntryRef, Event, FormInForce, Matter, Party, Permitted, Refused, assign,
    decide, fold,
};
use jiff::civil::{Date, DateTime};
use serde_json::Value;

pub const APPLICATION: &str = include_str!("../../../../packs/vn/lifecycles/application.toml");
pub const APPOINTMENT: &str = include_str!("../../../../packs/vn/lifecycles/appointment.toml");
pub const DELEGATION: &str = include_str!("../../../../packs/vn/lifecycles/delegation.toml");
pub const OWN_INITIATIVE: &str = include_str!("../../../../packs/vn/lifecycles/own-initiative.toml");
pub const GRANT: &str = include_str!("../../../../packs/vn/online-information/aggregated-site/grant.toml");
pub const REVOKE: &str = include_str!("../../../../packs/vn/online-information/aggregated-site/revoke.toml");
const CALENDAR: &str = include_str!("../../../../packs/vn/calendar.toml");
const NUMBERING: &str = include_str!("../../../../packs/vn/numbering.toml");

pub struct World {
    pub calendar: Calendar,
    pub lifecycle: Lifecycle,
    pub procedure: Option<Procedure>,
    pub numbering: Numbering,
    codes: Vec<String>,
}

/// Forms of these tests: `stop` only from 15 September 2025, `late` until then, the others always.
pub fn form_on(key: &str, day: Date) -> Result<FormInForce, Option<Date>> {
    let turn = jiff::civil::date(2025, 9, 15);
    match key {
        "stop" if day < turn => return Err(Some(turn)),
        "late" if day >= turn => return Err(None),
        "unheard-of" => return Err(None),
        _ => {}
    }
    Ok(FormInForce {
        template: format!("form-{key}.typ"),
        number: Some("Mẫu số 01".to_owned()),
        circular: None,
        title: key.to_owned(),
        number_type: (key == "correction").then(|| "ĐC".to_owned()),
    })
}

impl World {
    pub fn of(lifecycle: &str, procedure: Option<&str>) -> Self {
        Self {
            calendar: Calendar::from_toml(CALENDAR).unwrap(),
            lifecycle: toml::from_str(lifecycle).unwrap(),
            procedure: procedure.map(|p| toml::from_str(p).unwrap()),
            numbering: toml::from_str(NUMBERING).unwrap(),
            codes: vec!["CODE-1".to_owned(), "CODE-2".to_owned()],
        }
    }

    pub fn small() -> Self {
        Self::of(include_str!("../data/small.toml"), Some(include_str!("../data/small-procedure.toml")))
    }

    /// Runs `with` in the context of a moment. An existing matter keeps its version of the law.
    pub fn at<T>(&self, now: &str, law_of: Option<Date>, with: impl FnOnce(&Context<'_>) -> T) -> T {
        let now: DateTime = now.parse().unwrap();
        let procedure = self.procedure.as_ref();
        let version = procedure.and_then(|p| match law_of {
            Some(from) => p.version_from(from),
            None => p.version_on(now.date()),
        });
        with(&Context {
            now,
            calendar: &self.calendar,
            lifecycle: &self.lifecycle,
            procedure,
            version,
            keeps: None,
            unit_code: "000.00.00.H09",
            short: "STTTT",
            numbering: &self.numbering,
            form_on: &form_on,
            codes: &self.codes,
            agency: "binh-duong",
            matter_id: "m-1",
        })
    }

    pub fn decide(
        &self,
        matter: Option<&Matter>,
        command: &Command,
        now: &str,
    ) -> Result<Vec<Event>, Refused> {
        self.at(now, matter.and_then(|m| m.law_of), |ctx| decide(matter, command, &permitted(), ctx))
    }

    /// Does an act, with numbers drawn from one.
    pub fn act(&self, matter: Option<Matter>, command: &Command, now: &str) -> Result<Matter, Refused> {
        let mut events = self.decide(matter.as_ref(), command, now)?;
        let numbers: Vec<i64> = (1..).take(congvu_matter::series(&events).len()).collect();
        assign(&mut events, &numbers);
        Ok(fold(matter, &events).expect("an act leaves a matter"))
    }

    /// A small matter, opened on Monday at eight.
    pub fn opened(&self) -> Matter {
        self.act(None, &opening("start"), MONDAY).expect("opened")
    }
}

pub const MONDAY: &str = "2024-03-04T08:00";

pub fn permitted() -> Permitted {
    Permitted {
        person: "person:an".to_owned(),
        person_name: "Nguyễn Văn An".to_owned(),
        position: "bd-01".to_owned(),
        capacity: "KT".to_owned(),
        lines: vec!["KT. GIÁM ĐỐC".to_owned(), "PHÓ GIÁM ĐỐC".to_owned()],
        clause: "art_1".to_owned(),
        outside: false,
    }
}

pub fn command(act: &str, input: Value) -> Command {
    Command { act: act.to_owned(), input: input.as_object().cloned().unwrap(), ..Command::default() }
}

pub fn attached(part: &str) -> Attachment {
    Attachment {
        part: part.to_owned(),
        name: format!("{part}.pdf"),
        sha256: "ab".repeat(32),
        size_bytes: 1,
        media_type: "application/pdf".to_owned(),
    }
}

pub fn opening(act: &str) -> Command {
    Command {
        form: serde_json::json!({ "name": "Sao Mai", "years": 3, "empty": "  ", "list": [] })
            .as_object()
            .cloned()
            .unwrap(),
        party: Some(Party { account: "citizen".into(), name: "Sao Mai".into(), phone: "0912345678".into() }),
        subject: "Sao Mai".to_owned(),
        channel: "online".to_owned(),
        files: ["plan", "project", "founding", "source-consent"].map(attached).to_vec(),
        ..command(act, serde_json::json!({}))
    }
}

pub fn thing() -> EntryRef {
    EntryRef { register: "things".to_owned(), number: "2024/07/GP-STTTT".to_owned() }
}

/// How an act was answered, in a few words that tests can compare.
pub fn answer<T>(result: &Result<T, Refused>) -> String {
    match result {
        Ok(_) => "done".to_owned(),
        Err(Refused::Input { faults, .. }) => {
            faults.iter().map(|f| format!("{} {}", f.input, f.fault)).collect::<Vec<_>>().join(", ")
        }
        Err(Refused::NoForm { from, .. }) => {
            format!("no form before {}", from.map_or_else(|| "ever".to_owned(), |d| d.to_string()))
        }
        Err(Refused::TooOften { max, .. }) => format!("more than {max}"),
        Err(Refused::Files { max, .. }) => format!("{max} files"),
        Err(Refused::MissingParts { parts }) => {
            format!("missing {}", parts.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>().join(", "))
        }
        Err(Refused::WrongState { state, .. }) => format!("not while `{state}`"),
        Err(Refused::UnknownAct { .. }) => "unknown act".to_owned(),
        Err(Refused::NotInForce { .. }) => "no law".to_owned(),
        Err(Refused::NoSubject) => "no subject".to_owned(),
        Err(Refused::Register(_)) => "register".to_owned(),
        Err(Refused::Clock(_)) => "clock".to_owned(),
        Err(Refused::LawSettled) => "law-settled".to_owned(),
        Err(Refused::Full { .. }) => "full".to_owned(),
        Err(Refused::NotYet { after, .. }) => format!("only after {after}"),
        Err(Refused::Replaced { form, .. }) => format!("replaced by {form}"),
        Err(Refused::NoCharge) => "no charge".to_owned(),
        Err(Refused::Unpaid { owed, .. }) => format!("unpaid {owed}"),
        Err(Refused::TooMuch { most }) => format!("at most {most}"),
        Err(Refused::SameHands { did, .. }) => format!("same hands {did}"),
        Err(Refused::Packs { reasons }) => format!("packs {}", reasons.len()),
        Err(Refused::KnownPayment { reference }) => format!("known {reference}"),
        Err(Refused::NotSealedFor) => "not sealed for".to_owned(),
        Err(Refused::OtherAnswers { .. }) => "other answers".to_owned(),
    }
}
