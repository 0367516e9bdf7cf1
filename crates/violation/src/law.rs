//! What packs declare about violations.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A text in Vietnamese and English.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Vietnamese.
    pub vi: String,
    /// English.
    pub en: String,
}

/// For whom a decree writes its brackets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Whose {
    /// For organisations: an individual pays the part that the factor says.
    Organisation,
    /// For individuals: an organisation pays the multiple that the factor says.
    Individual,
}

/// Who broke the law. A household business counts as an individual.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Offender {
    /// An organisation.
    Organisation,
    /// An individual or a household business.
    Individual,
}

macro_rules! sourced {
    ($(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[$fdoc])* pub $field: $type,)*
            /// Article.
            #[serde(default)]
            pub article: Option<String>,
            /// Text of law.
            #[serde(default)]
            pub document: Option<String>,
            /// Where it was read.
            #[serde(default)]
            pub source: Option<String>,
            /// Read in a source, not remembered.
            pub verified: bool,
        }
    };
}

sourced! {
    /// A decree with brackets.
    Decree {
        /// Its number.
        number: String,
        /// Its name.
        name: Text,
        /// Whose its brackets are.
        whose: Whose,
        /// First day of force.
        from: Date,
        #[serde(default)]
        /// First day on which it is no longer in force.
        to: Option<Date>,
    }
}

sourced! {
    /// An act that a decree fines.
    Behaviour {
        /// Stable identifier, never used for another act.
        id: String,
        /// Number of the decree.
        decree: String,
        /// Field of work.
        field: String,
        /// What it is, in short words of our own.
        text: Text,
        /// Least and most, đồng, as the decree writes them; 0 and 0: a warning only.
        bracket: [u64; 2],
        #[serde(default)]
        /// Set where the act can only be that of an individual or of an organisation: then the bracket is theirs.
        only: Option<Whose>,
        #[serde(default)]
        /// For what each fine is counted: `title`, `number`.
        per: Option<String>,
        #[serde(default)]
        /// Additional sanctions and remedies, in words.
        extra: Option<Text>,
        #[serde(default)]
        /// Least and most months for which a licence is taken away or activity suspended.
        suspension: Option<[u32; 2]>,
        /// First day on which the act is fined so.
        from: Date,
        #[serde(default)]
        /// First day on which it no longer is.
        to: Option<Date>,
    }
}

sourced! {
    /// How much more an organisation pays than an individual.
    Factor {
        /// Times.
        organisation: u64,
    }
}

sourced! {
    /// By what the power to fine is measured.
    Measure {
        /// `bracket-maximum`: by the most that the bracket of an act allows.
        by: String,
    }
}

sourced! {
    /// The most that the law lets anybody be fined in a field.
    Ceiling {
        /// Fields.
        fields: Vec<String>,
        /// For an individual, đồng.
        individual: u64,
        /// First day of force.
        from: Date,
        #[serde(default)]
        /// First day on which it is no longer in force.
        to: Option<Date>,
    }
}

sourced! {
    /// The power of a title to fine.
    Competence {
        /// The title, as rows of the authority table name it.
        id: String,
        /// The title in words.
        name: Text,
        #[serde(default)]
        /// The decree that gives it; every decree if absent.
        decree: Option<String>,
        #[serde(default)]
        /// The most for an organisation, đồng.
        organisation: Option<u64>,
        #[serde(default)]
        /// The most in percent of the ceiling of the field.
        percent: Option<u64>,
        /// First day of force.
        from: Date,
        #[serde(default)]
        /// First day on which it is no longer in force.
        to: Option<Date>,
    }
}

sourced! {
    /// How long an act can be sanctioned.
    Limitation {
        #[serde(default)]
        /// Fields; every field that no other row names if empty.
        fields: Vec<String>,
        /// How long.
        limit: congvu_calendar::Limit,
        /// First day of force.
        from: Date,
        #[serde(default)]
        /// First day on which it is no longer in force.
        to: Option<Date>,
    }
}

sourced! {
    /// From how many circumstances the edge of the bracket is the fine.
    Weighing {
        /// How many, after they cancelled one against one.
        edge: u32,
    }
}

sourced! {
    /// How long a licence may be taken away or activity suspended.
    Suspension {
        /// Least and most months.
        months: [u32; 2],
    }
}

sourced! {
    /// From which upper edge of the bracket whoever is accused has the right to explain.
    Explanation {
        /// For an individual, đồng.
        individual: u64,
        /// For an organisation, đồng.
        organisation: u64,
    }
}

sourced! {
    /// What late payment costs.
    Late {
        /// Millionths of what is unpaid, for each day.
        millionths_per_day: u64,
    }
}

sourced! {
    /// A time that the law sets.
    TimeRule {
        /// Its name for the program.
        id: String,
        /// How long.
        limit: congvu_calendar::Limit,
        /// Its name for people.
        name: Text,
        /// First day of force.
        from: Date,
        #[serde(default)]
        /// First day on which it is no longer in force.
        to: Option<Date>,
    }
}

sourced! {
    /// How often a business may be inspected or checked in a year.
    Once {
        /// Times a year.
        per_year: u32,
        /// First day of force.
        from: Date,
    }
}

/// One file of the packs. All parts may stand in any file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LawFile {
    /// Decrees.
    #[serde(default, rename = "decree")]
    pub decrees: Vec<Decree>,
    /// Acts.
    #[serde(default, rename = "behaviour")]
    pub behaviours: Vec<Behaviour>,
    /// Powers.
    #[serde(default, rename = "competence")]
    pub competences: Vec<Competence>,
    /// Ceilings.
    #[serde(default, rename = "ceiling")]
    pub ceilings: Vec<Ceiling>,
    /// Limitation periods.
    #[serde(default, rename = "limitation")]
    pub limitations: Vec<Limitation>,
    /// Times.
    #[serde(default, rename = "time")]
    pub times: Vec<TimeRule>,
    /// Organisations and individuals.
    #[serde(default)]
    pub factor: Option<Factor>,
    /// By what powers are measured.
    #[serde(default)]
    pub measure: Option<Measure>,
    /// Weighing.
    #[serde(default)]
    pub weighing: Option<Weighing>,
    /// Suspensions.
    #[serde(default)]
    pub suspension: Option<Suspension>,
    /// The right to explain.
    #[serde(default)]
    pub explanation: Option<Explanation>,
    /// Late payment.
    #[serde(default)]
    pub late: Option<Late>,
    /// How often a business is visited.
    #[serde(default)]
    pub once: Option<Once>,
}

/// All of it, from all files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Law {
    /// Everything that was declared.
    pub all: LawFile,
}

/// Whether a rule is in force on a day: `[from, to)`.
pub(crate) fn in_force(from: Date, to: Option<Date>, day: Date) -> bool {
    from <= day && to.is_none_or(|to| day < to)
}

impl Law {
    /// Joins files; of what can stand once, the first is kept (the packs are checked before).
    pub fn of(files: impl IntoIterator<Item = LawFile>) -> Self {
        let mut all = LawFile::default();
        for file in files {
            all.decrees.extend(file.decrees);
            all.behaviours.extend(file.behaviours);
            all.competences.extend(file.competences);
            all.ceilings.extend(file.ceilings);
            all.limitations.extend(file.limitations);
            all.times.extend(file.times);
            all.factor = all.factor.or(file.factor);
            all.measure = all.measure.or(file.measure);
            all.weighing = all.weighing.or(file.weighing);
            all.suspension = all.suspension.or(file.suspension);
            all.explanation = all.explanation.or(file.explanation);
            all.late = all.late.or(file.late);
            all.once = all.once.or(file.once);
        }
        Self { all }
    }

    /// A decree by its number.
    #[must_use]
    pub fn decree(&self, number: &str) -> Option<&Decree> {
        self.all.decrees.iter().find(|d| d.number == number)
    }

    /// An act by its identifier.
    #[must_use]
    pub fn behaviour(&self, id: &str) -> Option<&Behaviour> {
        self.all.behaviours.iter().find(|b| b.id == id)
    }

    /// A time by its name, as of a day.
    #[must_use]
    pub fn time(&self, id: &str, day: Date) -> Option<&TimeRule> {
        self.all.times.iter().find(|t| t.id == id && in_force(t.from, t.to, day))
    }

    /// Whether an act was fined under its decree on a day. For an act that has ended it is the day on which it ended that counts,
    /// for one that goes on the day on which it was found (118/2021/NĐ-CP, article 7).
    #[must_use]
    pub fn applies(&self, act: &Behaviour, day: Date) -> bool {
        in_force(act.from, act.to, day)
            && self.decree(&act.decree).is_some_and(|d| in_force(d.from, d.to, day))
    }

    /// The acts that were fined on a day.
    pub fn behaviours_on(&self, day: Date) -> impl Iterator<Item = &Behaviour> {
        self.all.behaviours.iter().filter(move |b| self.applies(b, day))
    }

    /// Least and most for an offender, đồng. None where the act cannot be that of such an offender, or the factor is not known.
    #[must_use]
    pub fn bracket(&self, act: &Behaviour, offender: Offender) -> Option<(u64, u64)> {
        let [least, most] = act.bracket;
        let theirs = match (act.only, offender) {
            (Some(Whose::Organisation), Offender::Individual) => return None,
            (Some(Whose::Individual), Offender::Organisation) => return None,
            (Some(_), _) => return Some((least, most)),
            (None, _) => self.decree(&act.decree)?.whose,
        };
        let factor = self.all.factor.as_ref().map(|f| f.organisation).filter(|f| *f > 0)?;
        match (theirs, offender) {
            (Whose::Organisation, Offender::Organisation) | (Whose::Individual, Offender::Individual) => {
                Some((least, most))
            }
            (Whose::Organisation, Offender::Individual) => {
                Some((least.checked_div(factor)?, most.checked_div(factor)?))
            }
            (Whose::Individual, Offender::Organisation) => {
                Some((least.checked_mul(factor)?, most.checked_mul(factor)?))
            }
        }
    }

    /// Whether the accused has the right to explain, by the upper edge of the bracket or because a licence is at stake.
    #[must_use]
    pub fn may_explain(&self, act: &Behaviour, offender: Offender) -> bool {
        let edge = self.all.explanation.as_ref().map(|e| match offender {
            Offender::Individual => e.individual,
            Offender::Organisation => e.organisation,
        });
        let most = self.bracket(act, offender).map(|(_, most)| most);
        act.suspension.is_some() || edge.zip(most).is_some_and(|(edge, most)| most >= edge)
    }
}
