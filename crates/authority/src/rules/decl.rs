//! The two files as they are written. Shapes only; meaning is checked when they are compiled.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use super::model::{Text, When};
use crate::permit::Form;

pub(super) type Word = Spanned<String>;

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct BaseDecl {
    pub power_act: Word,
    pub appoint_act: Word,
    pub unit_keys: Vec<Word>,
    pub duties: BTreeMap<Spanned<String>, Vec<String>>,
    #[serde(rename = "clause-key")]
    pub clause_keys: Vec<ClauseKeyDecl>,
    #[serde(rename = "cite", default)]
    pub cites: Vec<CiteDecl>,
    #[serde(rename = "form")]
    pub forms: Vec<FormDecl>,
    #[serde(rename = "body", default)]
    pub bodies: Vec<BodyDecl>,
    #[serde(rename = "kind")]
    pub kinds: Vec<KindDecl>,
    #[serde(rename = "role", default)]
    pub roles: Vec<RoleDecl>,
    #[serde(rename = "unit-kind", default)]
    pub unit_kinds: Vec<UnitKindDecl>,
    #[serde(default)]
    pub unit_role: BTreeMap<String, Word>,
    #[serde(rename = "power")]
    pub powers: Vec<PowerDecl>,
    #[serde(rename = "forbid", default)]
    pub forbids: Vec<ForbidDecl>,
    #[serde(rename = "limit", default)]
    pub limits: Vec<LimitDecl>,
    #[serde(rename = "exclusive", default)]
    pub exclusives: Vec<ExclusiveDecl>,
    #[serde(rename = "delegation", default)]
    pub delegations: Vec<DelegationDecl>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct ClauseKeyDecl {
    pub id: Word,
    #[expect(dead_code, reason = "read to be checked; it explains the key to whoever edits the file")]
    pub about: String,
    #[serde(default)]
    pub may_be_silent: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct CiteDecl {
    pub id: Word,
    pub number: String,
    pub article: String,
    pub about: String,
    pub from: Spanned<Datetime>,
    pub to: Option<Spanned<Datetime>>,
    pub source: String,
    pub verified: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct FormDecl {
    pub id: Spanned<Form>,
    pub prefix: String,
    pub cite: Word,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct BodyDecl {
    pub id: Word,
    pub title: Text,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct KindDecl {
    pub id: Word,
    pub name: Text,
    pub title: Option<Text>,
    pub title_of_unit: Option<Word>,
    pub body: Option<Word>,
    #[serde(default)]
    pub roles: Vec<Word>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct RoleDecl {
    pub id: Word,
    pub name: Text,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct UnitKindDecl {
    pub id: Word,
    pub head: Text,
    pub deputy: Text,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct AtMostDecl {
    pub fact: Word,
    pub value: Option<i64>,
    pub of: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct PowerDecl {
    pub id: Word,
    pub act: Vec<Word>,
    pub holder: Vec<Word>,
    #[serde(default)]
    pub target: Vec<Word>,
    #[serde(default)]
    pub duty: Vec<Word>,
    pub clause: Spanned<Vec<Word>>,
    #[serde(default)]
    pub basis: Vec<Word>,
    pub signing: Option<Form>,
    #[serde(rename = "for")]
    pub principal: Option<Word>,
    pub through: Option<Word>,
    pub when: When,
    pub at_most: Option<AtMostDecl>,
    pub note: Option<String>,
    #[serde(default = "yes")]
    pub verified: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct ForbidDecl {
    pub id: Word,
    pub act: Vec<Word>,
    pub holder: Vec<Word>,
    #[serde(default)]
    pub target: Vec<Word>,
    pub when: When,
    pub clause: Spanned<Vec<Word>>,
    pub note: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct LimitDecl {
    pub id: Word,
    pub counts: Word,
    pub clause: Spanned<Vec<Word>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct ExclusiveDecl {
    pub id: Word,
    pub kinds: Spanned<[Word; 2]>,
    pub clause: Spanned<Vec<Word>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct DelegationDecl {
    pub form: Form,
    #[serde(default)]
    pub under: bool,
    pub act: Word,
    #[serde(default)]
    pub one: bool,
    pub clause: Option<Spanned<Vec<Word>>>,
    #[serde(default)]
    pub needs: Vec<Word>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct AgencyDecl {
    #[serde(default)]
    pub silent: Vec<Word>,
    pub decision: DecisionDecl,
    pub clause: BTreeMap<Spanned<String>, ClauseDecl>,
    #[serde(default)]
    pub seat: BTreeMap<Spanned<String>, Word>,
    #[serde(rename = "unit")]
    pub units: Vec<UnitDecl>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct DecisionDecl {
    pub in_force: Spanned<Datetime>,
    pub ended: Option<Spanned<Datetime>>,
    #[expect(dead_code, reason = "required, so that whoever writes the date says where it stands")]
    pub source: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct ClauseDecl {
    pub eid: Word,
    pub number: Option<u32>,
    #[serde(default)]
    pub unless: Vec<String>,
    pub note: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct UnitDecl {
    pub id: Word,
    #[serde(default)]
    pub keys: Vec<Word>,
    pub name: String,
    pub kind: Word,
    pub eid: Word,
    pub duties: Option<UnitDutiesDecl>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct UnitDutiesDecl {
    pub list: Vec<Word>,
    pub source: String,
    pub verified: bool,
}

fn yes() -> bool {
    true
}
