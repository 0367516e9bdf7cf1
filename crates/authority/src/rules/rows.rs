//! The rows: powers, prohibitions, limits, ways to delegate.

use std::collections::BTreeMap;

use toml::Spanned;

use super::decl::{AtMostDecl, BaseDecl, DelegationDecl, ForbidDecl, PowerDecl, Word};
use super::error::{RulesError, Source};
use super::model::{AtMost, Bound, DelegationRule, Exclusive, Forbid, Ground, KeyedClause, Limit, Power};
use super::names::{add, expect};
use super::{Rules, Token};
use crate::cite::Citation;
use crate::selector::Selector;

pub(super) struct Rows<'a> {
    pub source: Source<'a>,
    pub base: &'a BaseDecl,
    pub seen: BTreeMap<String, ()>,
}

impl Rows<'_> {
    pub(super) fn fill(mut self, rules: &mut Rules) -> Result<(), RulesError> {
        for declared in &self.base.powers {
            let power = self.power(rules, declared)?;
            index(rules, &power);
            rules.powers.push(power);
        }
        for word in [&self.base.power_act, &self.base.appoint_act] {
            self.known_act(rules, word)?;
        }
        for declared in &self.base.forbids {
            let forbid = self.forbid(rules, declared)?;
            rules.forbids.push(forbid);
        }
        for declared in &self.base.limits {
            add(&mut self.seen, &self.source, &declared.id, ())?;
            let counts = expect(&rules.kinds, &self.source, &declared.counts, "kind of position")?;
            let (clause, keyed) = self.keyed(rules, &declared.clause)?;
            let (number, note) = keyed.map_or((None, None), |keyed| (keyed.number, keyed.note));
            rules.limits.push(Limit { id: declared.id.get_ref().clone(), counts, clause, number, note });
        }
        for declared in &self.base.exclusives {
            add(&mut self.seen, &self.source, &declared.id, ())?;
            let [one, other] = declared.kinds.get_ref();
            let kind = |word| expect(&rules.kinds, &self.source, word, "kind of position");
            let kinds = [kind(one)?, kind(other)?];
            let (clause, keyed) = self.keyed(rules, &declared.clause)?;
            let unless = keyed.map(|keyed| keyed.unless).unwrap_or_default();
            rules.exclusives.push(Exclusive { id: declared.id.get_ref().clone(), kinds, clause, unless });
        }
        for declared in &self.base.delegations {
            let rule = self.delegation(rules, declared)?;
            rules.delegations.push(rule);
        }
        Ok(())
    }

    fn power(&mut self, rules: &Rules, declared: &PowerDecl) -> Result<Power, RulesError> {
        add(&mut self.seen, &self.source, &declared.id, ())?;
        let clause = self.first(rules, &declared.clause)?;
        if let Ground::Cite(id) = &clause {
            let reason =
                format!("a power rests on a clause of the founding decision; put `{id}` under basis");
            return Err(self.source.error(&declared.clause.span(), reason));
        }
        let kind = |word: &Word| expect(&rules.kinds, &self.source, word, "kind of position");
        Ok(Power {
            id: declared.id.get_ref().clone(),
            acts: words(&declared.act),
            holders: self.selectors(rules, &declared.holder)?,
            targets: self.selectors(rules, &declared.target)?,
            duties: declared
                .duty
                .iter()
                .map(|duty| expect(&rules.duties, &self.source, duty, "duty"))
                .collect::<Result<_, _>>()?,
            clause,
            basis: declared.basis.iter().map(|word| self.ground(rules, word)).collect::<Result<_, _>>()?,
            signing: declared.signing,
            principal: declared.principal.as_ref().map(kind).transpose()?,
            through: declared.through.as_ref().map(kind).transpose()?,
            when: declared.when,
            at_most: declared.at_most.as_ref().map(|most| self.at_most(most)).transpose()?,
            note: declared.note.clone(),
            verified: declared.verified,
        })
    }

    fn at_most(&self, declared: &AtMostDecl) -> Result<AtMost, RulesError> {
        let bound = match (declared.value, &declared.of) {
            (Some(value), None) => Bound::Value(value),
            (None, Some(fact)) => Bound::Fact(fact.clone()),
            _ => {
                let reason = "a limit has either a `value` or the fact that it is read `of`";
                return Err(self.source.error(&declared.fact.span(), reason));
            }
        };
        Ok(AtMost { fact: declared.fact.get_ref().clone(), bound })
    }

    fn forbid(&mut self, rules: &Rules, declared: &ForbidDecl) -> Result<Forbid, RulesError> {
        add(&mut self.seen, &self.source, &declared.id, ())?;
        for act in &declared.act {
            self.known_act(rules, act)?;
        }
        Ok(Forbid {
            id: declared.id.get_ref().clone(),
            acts: words(&declared.act),
            holders: self.selectors(rules, &declared.holder)?,
            targets: self.selectors(rules, &declared.target)?,
            when: declared.when,
            clause: self.first(rules, &declared.clause)?,
            note: declared.note.clone(),
        })
    }

    fn delegation(&self, rules: &Rules, declared: &DelegationDecl) -> Result<DelegationRule, RulesError> {
        self.known_act(rules, &declared.act)?;
        let clause = declared.clause.as_ref().map(|clause| self.first(rules, clause)).transpose()?;
        let one = match (declared.one, clause) {
            (false, _) => None,
            (true, Some(Ground::Clause(clause))) => Some(Citation::Decision(clause)),
            (true, _) => {
                return Err(self.source.error(&declared.act.span(), "`one` needs the clause that says so"));
            }
        };
        let (mut needs_acts, mut needs_end) = (false, false);
        for need in &declared.needs {
            match need.get_ref().as_str() {
                "acts" => needs_acts = true,
                "end" => needs_end = true,
                other => {
                    let reason = format!("a delegation cannot need `{other}`, only `acts` and `end`");
                    return Err(self.source.error(&need.span(), reason));
                }
            }
        }
        if rules.delegation_rule(declared.form, declared.under).is_some() {
            let reason = format!("form `{}` is made by two acts", declared.form.as_str());
            return Err(self.source.error(&declared.act.span(), reason));
        }
        let (form, under, act) = (declared.form, declared.under, declared.act.get_ref().clone());
        Ok(DelegationRule { form, under, act, one, needs_acts, needs_end })
    }

    fn known_act(&self, rules: &Rules, act: &Word) -> Result<(), RulesError> {
        if rules.by_act.contains_key(act.get_ref()) {
            return Ok(());
        }
        Err(self.source.error(&act.span(), format!("no power row has the act `{}`", act.get_ref())))
    }

    /// The first alternative that the decision has; silence if it has none.
    fn first(&self, rules: &Rules, clause: &Spanned<Vec<Word>>) -> Result<Ground, RulesError> {
        let mut silent = None;
        for word in clause.get_ref() {
            match self.ground(rules, word)? {
                Ground::Silent(key) => silent = silent.or(Some(key)),
                found => return Ok(found),
            }
        }
        silent
            .map(Ground::Silent)
            .ok_or_else(|| self.source.error(&clause.span(), "a row needs at least one clause"))
    }

    fn keyed(
        &self,
        rules: &Rules,
        clause: &Spanned<Vec<Word>>,
    ) -> Result<(Ground, Option<KeyedClause>), RulesError> {
        let ground = self.first(rules, clause)?;
        let keyed = clause.get_ref().iter().find_map(|word| rules.clauses.get(word.get_ref())).cloned();
        match ground {
            Ground::Clause(_) | Ground::Silent(_) => Ok((ground, keyed)),
            _ => Err(self.source.error(&clause.span(), "this row needs a clause key")),
        }
    }

    fn ground(&self, rules: &Rules, word: &Word) -> Result<Ground, RulesError> {
        let name = word.get_ref();
        if name == "duty" {
            return Ok(Ground::Duty);
        }
        if let Some(duty) = name.strip_prefix("duty:") {
            return rules.duties.get(duty).cloned().map(Ground::Clause).ok_or_else(|| {
                self.source.error(&word.span(), format!("the decision has no duty `{duty}`"))
            });
        }
        if let Some(keyed) = rules.clauses.get(name) {
            return Ok(Ground::Clause(keyed.clause.clone()));
        }
        if rules.silent.contains(name) {
            return Ok(Ground::Silent(name.clone()));
        }
        if rules.cites.contains_key(name) {
            return Ok(Ground::Cite(name.clone()));
        }
        Err(self.source.error(
            &word.span(),
            format!("`{name}` is neither `duty`, `duty:…`, a clause key nor a statute that is declared"),
        ))
    }

    fn selectors(&self, rules: &Rules, words: &[Word]) -> Result<Vec<Selector>, RulesError> {
        words.iter().map(|word| self.selector(rules, word)).collect()
    }

    fn selector(&self, rules: &Rules, word: &Word) -> Result<Selector, RulesError> {
        let error = |reason: String| self.source.error(&word.span(), reason);
        let selector: Selector = word.get_ref().parse().map_err(|reason| error(format!("{reason}")))?;
        match &selector {
            Selector::Kind(kind) if !rules.kinds.contains_key(kind) => {
                Err(error(format!("unknown kind of position `{kind}`")))
            }
            Selector::Role(role) if !rules.roles.contains_key(role) => {
                Err(error(format!("unknown role `{role}`")))
            }
            Selector::Unit { unit, .. } if !rules.unit_keys.contains(unit.as_str()) => {
                Err(error(format!("unknown unit key `{unit}`")))
            }
            Selector::Unit { member: Some(member), .. } if !rules.unit_role.contains_key(member) => {
                Err(error(format!("unknown rank in a unit `{member}`")))
            }
            Selector::Assigned | Selector::Power { .. } | Selector::May(_) => {
                Err(error(format!("`{selector}` cannot hold a power: it would rest on the table itself")))
            }
            _ => Ok(selector),
        }
    }
}

fn words(list: &[Word]) -> Vec<String> {
    list.iter().map(|word| word.get_ref().clone()).collect()
}

fn index(rules: &mut Rules, power: &Power) {
    let row = rules.powers.len();
    let tokens: Vec<Token> = power.holders.iter().filter_map(|holder| token(rules, holder)).collect();
    for act in &power.acts {
        rules.by_act.entry(act.clone()).or_default().push(row);
        for token in &tokens {
            let rows = rules.by_act_token.entry((act.clone(), token.clone())).or_default();
            if rows.last() != Some(&row) {
                rows.push(row);
            }
        }
    }
}

/// The word under which positions that the selector may mean are filed.
fn token(rules: &Rules, holder: &Selector) -> Option<Token> {
    match holder {
        Selector::Applicant => Some(Token::Applicant),
        Selector::System => Some(Token::System),
        Selector::Kind(kind) => Some(Token::Kind(kind.clone())),
        Selector::Role(role) => Some(Token::Role(role.clone())),
        Selector::Position(position) => Some(Token::Position(position.0.clone())),
        Selector::Unit { unit, .. } => rules.unit(unit).map(|unit| Token::Unit(unit.id.clone())),
        Selector::Assigned | Selector::Power { .. } | Selector::May(_) => None,
    }
}
