//! What a department's pages say about the site itself: how to reach the department, help, terms of use, planned stops.

use congvu_matter::declare::Text;
use jiff::civil::Date;
use serde::Deserialize;

/// The file with help and terms.
pub(crate) const HELP: &str = "vn/help.toml";
/// The file with the rules for planned stops.
pub(crate) const STOPS: &str = "vn/stops.toml";

/// `[contact]` of `agency.toml`: how a department is reached and who answers for its site. What is not stated is blank, and the
/// pages say that it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Address of its seat.
    #[serde(default)]
    pub address: Option<Stated>,
    /// Telephone.
    #[serde(default)]
    pub telephone: Option<Stated>,
    /// E-mail, also for suggestions.
    #[serde(default)]
    pub email: Option<Stated>,
    /// Number for complaints and for help at once.
    #[serde(default)]
    pub hotline: Option<Stated>,
    /// Who answers for what the site says.
    #[serde(default)]
    pub responsible: Option<Stated>,
    /// Who runs the system.
    #[serde(default)]
    pub operator: Option<Stated>,
    /// How those in charge of a field are reached.
    #[serde(default, rename = "field")]
    pub fields: Vec<FieldContact>,
}

/// One thing that a department says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stated {
    /// What it says.
    pub text: String,
    /// Where it was read.
    #[serde(default)]
    pub source: Option<String>,
    /// Read in a source, not remembered.
    pub verified: bool,
    /// Made up for the demo. No file of a department can say so: only the demo's own data are marked.
    #[serde(skip)]
    pub demo: bool,
}

/// How those in charge of a field are reached.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldContact {
    /// Field of the catalogue.
    pub id: String,
    /// Telephone.
    #[serde(default)]
    pub telephone: Option<Stated>,
    /// E-mail.
    #[serde(default)]
    pub email: Option<Stated>,
}

impl Contact {
    /// Everything stated for the whole department, with its key in the file.
    pub fn stated(&self) -> impl Iterator<Item = (&'static str, &Stated)> {
        [
            ("address", &self.address),
            ("telephone", &self.telephone),
            ("email", &self.email),
            ("hotline", &self.hotline),
            ("responsible", &self.responsible),
            ("operator", &self.operator),
        ]
        .into_iter()
        .filter_map(|(key, stated)| stated.as_ref().map(|s| (key, s)))
    }

    /// Fills what is blank from made-up values, each marked as such.
    pub fn fill_from_demo(&mut self, demo: &Contact) {
        let fill = |blank: &mut Option<Stated>, from: &Option<Stated>| {
            if blank.is_none() {
                *blank = from.clone().map(|s| Stated { demo: true, verified: false, ..s });
            }
        };
        fill(&mut self.address, &demo.address);
        fill(&mut self.telephone, &demo.telephone);
        fill(&mut self.email, &demo.email);
        fill(&mut self.hotline, &demo.hotline);
        fill(&mut self.responsible, &demo.responsible);
        fill(&mut self.operator, &demo.operator);
        for made_up in &demo.fields {
            match self.fields.iter_mut().find(|f| f.id == made_up.id) {
                Some(field) => {
                    fill(&mut field.telephone, &made_up.telephone);
                    fill(&mut field.email, &made_up.email);
                }
                None => {
                    let mut field = FieldContact { id: made_up.id.clone(), telephone: None, email: None };
                    fill(&mut field.telephone, &made_up.telephone);
                    fill(&mut field.email, &made_up.email);
                    self.fields.push(field);
                }
            }
        }
    }
}

/// `help.toml`: guides for what people do often, questions with answers, terms of use.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Help {
    /// Guides, in the order in which they are shown.
    #[serde(rename = "guide")]
    pub guides: Vec<Guide>,
    /// Groups of questions.
    #[serde(rename = "topic")]
    pub topics: Vec<Topic>,
    /// Questions with answers.
    #[serde(rename = "question")]
    pub questions: Vec<Question>,
    /// Terms of use.
    pub terms: Terms,
}

/// How something is done, step by step.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guide {
    /// Identifier, the anchor on the page.
    pub id: String,
    /// What is done.
    pub title: Text,
    /// The steps.
    pub steps: Vec<Text>,
    /// Page of a department where it is done: a path that begins with a slash.
    pub go: String,
}

/// A group of questions.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: Text,
}

/// A question that people often ask.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Identifier, the anchor on the page.
    pub id: String,
    /// Its group.
    pub topic: String,
    /// The question.
    pub asked: Text,
    /// The answer.
    pub answer: Text,
    /// Other words for the same, as people type them.
    #[serde(default)]
    pub called: Vec<String>,
    /// Page of a department that goes on from here: a path that begins with a slash.
    #[serde(default)]
    pub go: Option<String>,
}

/// The terms on which the site is used.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// Where they were adopted.
    #[serde(default)]
    pub source: Option<String>,
    /// Adopted by a department. Otherwise the page says that they come with the program.
    pub verified: bool,
    /// Paragraphs.
    #[serde(rename = "term")]
    pub terms: Vec<Term>,
}

/// One paragraph of the terms.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Identifier, the anchor on the page.
    pub id: String,
    /// Heading.
    pub title: Text,
    /// What it says.
    pub text: Text,
}

/// `stops.toml`: how long before a planned stop of the service it must be announced.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stops {
    /// The rules.
    #[serde(rename = "rule")]
    pub rules: Vec<StopRule>,
}

/// One rule about planned stops.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StopRule {
    /// First day in force.
    pub from: Date,
    /// First day no longer in force.
    #[serde(default)]
    pub until: Option<Date>,
    /// The province it is for; all when absent.
    #[serde(default)]
    pub province: Option<String>,
    /// Least working days between the announcement and the stop, 1 to 60.
    pub working_days: u32,
    /// The text.
    pub cite: String,
    /// Its article.
    #[serde(default)]
    pub article: Option<String>,
    /// Where it was read.
    #[serde(default)]
    pub source: Option<String>,
    /// Read in a source, not remembered.
    pub verified: bool,
}

impl Stops {
    /// The strictest rule in force on a day in a province; none where no rule is known.
    #[must_use]
    pub fn rule(&self, province: &str, day: Date) -> Option<&StopRule> {
        let binds = |r: &&StopRule| {
            r.from <= day
                && r.until.is_none_or(|until| day < until)
                && r.province.as_ref().is_none_or(|p| p == province)
        };
        self.rules.iter().filter(binds).max_by_key(|r| r.working_days)
    }
}
