//! Notices: who is told what when something happens to a matter, and how sending is kept in bounds.

use congvu_matter::declare::Text;
use jiff::civil::{DateTime, Time};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// A way to reach somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// In the program itself; always there.
    InApp,
    /// E-mail.
    Email,
    /// Text message to a telephone.
    Sms,
    /// Zalo message to a telephone.
    Zalo,
}

impl Channel {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::InApp, Self::Email, Self::Sms, Self::Zalo];
    /// Those that leave the program.
    pub const OUTSIDE: [Self; 3] = [Self::Email, Self::Sms, Self::Zalo];

    /// As packs and the store write it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InApp => "in-app",
            Self::Email => "email",
            Self::Sms => "sms",
            Self::Zalo => "zalo",
        }
    }

    /// The channel that is written so.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.as_str() == name)
    }

    /// Whether only a short text fits.
    #[must_use]
    pub fn is_short(self) -> bool {
        matches!(self, Self::Sms | Self::Zalo)
    }
}

impl fmt::Display for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Who is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Recipient {
    /// Whose matter it is.
    Applicant,
    /// Who filed it, where that is somebody else.
    Filer,
    /// The officer who has it.
    Assigned,
    /// Whose turn it is in the department.
    Turn,
    /// The head of the unit that has it.
    UnitHead,
}

impl Recipient {
    /// Whether this is somebody outside the department.
    #[must_use]
    pub fn is_outside(self) -> bool {
        matches!(self, Self::Applicant | Self::Filer)
    }
}

/// What happens by the passing of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Passing {
    /// The time limit ends soon: see [`Remind::due_soon_working_days`].
    DueSoon,
    /// The time limit has ended.
    Late,
}

/// When an act comes, compared with the time limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum When {
    /// On a day before the last.
    Early,
    /// On the last day or later, or where there is no time limit.
    NotEarly,
}

/// One template.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Notice {
    /// Unique among all templates.
    pub id: String,
    /// Lifecycles whose matters it is for.
    pub lifecycles: Vec<String>,
    /// The act that it follows from.
    #[serde(default)]
    pub act: Option<String>,
    /// What passes, where it follows from no act.
    #[serde(default)]
    pub passing: Option<Passing>,
    /// Only when the act comes then.
    #[serde(default)]
    pub when: Option<When>,
    /// Only when this was decided.
    #[serde(default)]
    pub outcome: Option<String>,
    /// Who is told.
    pub to: Vec<Recipient>,
    /// By which channels, where the recipient has chosen them.
    pub channels: Vec<Channel>,
    /// Goes out in quiet hours too.
    #[serde(default)]
    pub urgent: bool,
    /// Subject: names no person, see [`SUBJECT_NAMES`].
    pub subject: Text,
    /// Text, see [`BODY_NAMES`].
    pub body: Text,
    /// Text for telephones, in Vietnamese.
    #[serde(default)]
    pub short: Option<String>,
    /// The provision that asks for it.
    #[serde(default)]
    pub source: Option<String>,
    /// The provision was read, not remembered.
    pub verified: bool,
}

/// `vn/notices/*.toml` but `sending.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticesFile {
    /// Templates.
    #[serde(rename = "notice")]
    pub notices: Vec<Notice>,
}

/// Hours in which telephones are left alone.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quiet {
    /// From then on.
    pub from: Time,
    /// Until then, exclusive; earlier than `from` means on the next day.
    pub until: Time,
    /// In which channels.
    pub channels: Vec<Channel>,
}

impl Quiet {
    /// The moment from which a channel may be used, at `at` or later.
    #[must_use]
    pub fn after(&self, channel: Channel, at: DateTime) -> DateTime {
        if !self.channels.contains(&channel) || self.from == self.until {
            return at;
        }
        let (time, over_midnight) = (at.time(), self.until < self.from);
        let until = at.date().to_datetime(self.until);
        if over_midnight && time >= self.from {
            return at.date().tomorrow().map_or(until, |day| day.to_datetime(self.until));
        }
        let quiet = if over_midnight { time < self.until } else { (self.from..self.until).contains(&time) };
        if quiet { until } else { at }
    }
}

/// When officers are reminded.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Remind {
    /// Times of day at which what falls due is looked for.
    pub at: Vec<Time>,
    /// A time limit ends soon when so many working days, today not counted, or fewer are left.
    pub due_soon_working_days: u32,
}

/// `vn/notices/sending.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Sending {
    /// Hours in which telephones are left alone.
    pub quiet: Quiet,
    /// Most messages an hour, by channel; no limit for a channel that is not named.
    pub per_hour: BTreeMap<Channel, u32>,
    /// How often a message is tried.
    pub attempts: u32,
    /// Longest text for telephones, in characters; what is longer is cut, with the address of the case behind it.
    pub short_chars: usize,
    /// What stands for a date that is not set.
    pub no_date: Text,
    /// When officers are reminded.
    pub remind: Remind,
}

/// All templates and how sending is kept in bounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notices {
    /// Templates in the order of files.
    pub list: Vec<Notice>,
    /// Bounds.
    pub sending: Sending,
}

impl Notices {
    /// Templates that follow from an act.
    pub fn of_act<'n>(&'n self, lifecycle: &'n str, act: &'n str) -> impl Iterator<Item = &'n Notice> {
        self.list
            .iter()
            .filter(move |n| n.act.as_deref() == Some(act) && n.lifecycles.iter().any(|l| l == lifecycle))
    }

    /// Templates that follow from the passing of time.
    pub fn of_passing<'n>(
        &'n self,
        lifecycle: &'n str,
        passing: Passing,
    ) -> impl Iterator<Item = &'n Notice> {
        self.list
            .iter()
            .filter(move |n| n.passing == Some(passing) && n.lifecycles.iter().any(|l| l == lifecycle))
    }

    /// The template with this identifier.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Notice> {
        self.list.iter().find(|n| n.id == id)
    }
}

/// What a subject may name: it is seen on locked screens and by mail servers, so no person and nothing that a person wrote.
pub const SUBJECT_NAMES: [&str; 3] = ["case", "procedure", "agency"];
/// What a text may name besides `input.…`, an input of the act.
pub const BODY_NAMES: [&str; 7] = ["case", "procedure", "agency", "applicant", "due", "link", "day"];

/// A piece of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece<'t> {
    Words(&'t str),
    Name(&'t str),
}

/// Cuts a template at its braces.
fn pieces(template: &str) -> Result<Vec<Piece<'_>>, String> {
    let mut found = Vec::new();
    let mut rest = template;
    while let Some((words, after)) = rest.split_once('{') {
        if words.contains('}') {
            return Err("a `}` without a `{` before it".to_owned());
        }
        let Some((name, behind)) = after.split_once('}') else {
            return Err("a `{` without a `}` behind it".to_owned());
        };
        if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
        {
            return Err(format!("`{{{name}}}` is no placeholder"));
        }
        found.push(Piece::Words(words));
        found.push(Piece::Name(name));
        rest = behind;
    }
    if rest.contains('}') {
        return Err("a `}` without a `{` before it".to_owned());
    }
    found.push(Piece::Words(rest));
    Ok(found)
}

/// The placeholders of a template, in their order.
///
/// # Errors
/// A brace has no counterpart, or what stands between two is no name.
pub fn placeholders(template: &str) -> Result<Vec<&str>, String> {
    let names = pieces(template)?.into_iter().filter_map(|piece| match piece {
        Piece::Name(name) => Some(name),
        Piece::Words(_) => None,
    });
    Ok(names.collect())
}

/// A template with its placeholders filled in, in one pass: braces in a value stay as they are. A name that `value` does not
/// know is left empty.
#[must_use]
pub fn filled(template: &str, value: &dyn Fn(&str) -> Option<String>) -> String {
    let Ok(pieces) = pieces(template) else { return template.to_owned() };
    pieces
        .into_iter()
        .map(|piece| match piece {
            Piece::Words(words) => words.to_owned(),
            Piece::Name(name) => value(name).unwrap_or_default(),
        })
        .collect()
}
