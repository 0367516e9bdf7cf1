//! Who is told, and where they are reached.

use crate::Case;
use crate::desk::Desk;
use crate::error::DeskError;
use crate::perform::{Definition, facts};
use congvu_authority::{Actor, Selector};
use congvu_matter::Command;
use congvu_pack::Agency;
use congvu_pack::notices::{Channel, Recipient};
use congvu_store::AccountRow;
use std::collections::BTreeSet;

/// Most officers told at once of one thing: a turn may be a whole unit's.
const MAX_OFFICERS: usize = 20;

/// Where somebody is reached by a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Address {
    /// There; empty for the program itself.
    At(String),
    /// Nowhere: nothing is known.
    None,
    /// Nowhere: the channel was not chosen.
    NotWanted,
}

/// Somebody who is told something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told {
    /// `account:…` or `person:…`.
    pub(super) recipient: String,
    /// Somebody outside the department.
    pub(super) is_outside: bool,
    email: String,
    phone: String,
    chosen: Option<BTreeSet<String>>,
}

impl Told {
    /// Where a channel reaches them.
    pub(super) fn address(&self, channel: Channel) -> Address {
        let known = match channel {
            Channel::InApp => return Address::At(String::new()),
            Channel::Email => &self.email,
            Channel::Sms | Channel::Zalo => &self.phone,
        };
        // Officers are told by the department that they work for; people outside choose.
        if self.chosen.as_ref().is_some_and(|chosen| !chosen.contains(channel.as_str())) {
            return Address::NotWanted;
        }
        if known.is_empty() { Address::None } else { Address::At(known.clone()) }
    }
}

/// Finds the recipients of one case; each is looked up once.
pub(super) struct Known<'k> {
    desk: &'k Desk,
    agency: &'k Agency,
    case: &'k Case,
    found: Vec<(Recipient, Vec<Told>)>,
}

impl<'k> Known<'k> {
    pub(super) fn new(desk: &'k Desk, agency: &'k Agency, case: &'k Case) -> Self {
        Self { desk, agency, case, found: Vec::new() }
    }

    /// Everybody meant, each once.
    pub(super) async fn of(&mut self, meant: &[Recipient]) -> Result<Vec<Told>, DeskError> {
        let mut all: Vec<Told> = Vec::new();
        for recipient in meant {
            if !self.found.iter().any(|(known, _)| known == recipient) {
                let found = self.find(*recipient).await?;
                self.found.push((*recipient, found));
            }
            let found = self.found.iter().find(|(known, _)| known == recipient).map(|(_, f)| f.as_slice());
            for told in found.unwrap_or_default() {
                if !all.iter().any(|t| t.recipient == told.recipient) {
                    all.push(told.clone());
                }
            }
        }
        Ok(all)
    }

    async fn find(&self, recipient: Recipient) -> Result<Vec<Told>, DeskError> {
        let party = self.case.matter.party.as_ref().map(|p| p.account.clone());
        match recipient {
            Recipient::Applicant => self.account(party).await,
            Recipient::Filer => self.account(self.filer().await?).await,
            Recipient::Assigned => self.officers(&Selector::Assigned).await,
            Recipient::Turn => match self.case.turn.parse() {
                Ok(Selector::Applicant | Selector::System) | Err(_) => Ok(Vec::new()),
                Ok(selector) => self.officers(&selector).await,
            },
            Recipient::UnitHead => {
                let procedure = self.case.procedure(self.desk.library()).map(|(p, _)| p.unit.clone());
                match procedure.and_then(|unit| format!("unit:{unit}/head").parse().ok()) {
                    Some(selector) => self.officers(&selector).await,
                    None => Ok(Vec::new()),
                }
            }
        }
    }

    /// The account that did the opening act.
    async fn filer(&self) -> Result<Option<String>, DeskError> {
        let acts = self.desk.store().acts_of(self.agency.id(), &self.case.matter.id, 1, 0).await?;
        Ok(acts.into_iter().find(|a| a.position.is_none()).map(|a| a.actor))
    }

    async fn account(&self, id: Option<String>) -> Result<Vec<Told>, DeskError> {
        let Some(id) = id.filter(|id| !id.is_empty()) else { return Ok(Vec::new()) };
        Ok(outside(self.desk, self.agency, &id).await?.into_iter().collect())
    }

    async fn officers(&self, selector: &Selector) -> Result<Vec<Told>, DeskError> {
        let Ok(definition) = Definition::of(self.desk.library(), &self.case.matter) else {
            return Ok(Vec::new());
        };
        let opened = self.desk.book(self.agency).await?;
        let facts = facts(&definition, Some(&self.case.matter), &Command::default(), &Actor::System);
        let held = opened.authority.holders(selector, &facts, self.desk.inner.clock.now());
        let mut told = Vec::new();
        for (_, person) in held.into_iter().take(MAX_OFFICERS) {
            told.push(officer(self.desk, self.agency, person.as_str()).await?);
        }
        Ok(told)
    }
}

async fn outside(desk: &Desk, agency: &Agency, id: &str) -> Result<Option<Told>, DeskError> {
    let account = desk.store().account(agency.id(), id).await?;
    let Some(account) = account.filter(|a| a.closed_ms.is_none()) else { return Ok(None) };
    let chosen = desk.store().notice_choices(agency.id(), id).await?;
    Ok(Some(Told {
        recipient: format!("account:{id}"),
        is_outside: true,
        email: account.email,
        phone: account.phone,
        chosen: Some(chosen.into_iter().map(|(channel, _)| channel).collect()),
    }))
}

async fn officer(desk: &Desk, agency: &Agency, person: &str) -> Result<Told, DeskError> {
    let accounts = desk.store().accounts_of_person(agency.id(), person).await?;
    let open: Vec<AccountRow> = accounts.into_iter().filter(|a| a.closed_ms.is_none()).collect();
    let first = |value: fn(&AccountRow) -> &String| {
        open.iter().map(value).find(|v| !v.is_empty()).cloned().unwrap_or_default()
    };
    Ok(Told {
        recipient: format!("person:{person}"),
        is_outside: false,
        email: first(|a| &a.email),
        phone: first(|a| &a.phone),
        chosen: None,
    })
}

/// A recipient of an earlier message, as they are reached now.
pub(super) async fn again(desk: &Desk, agency: &Agency, recipient: &str) -> Result<Option<Told>, DeskError> {
    if let Some(id) = recipient.strip_prefix("account:") {
        return outside(desk, agency, id).await;
    }
    match recipient.strip_prefix("person:") {
        Some(person) => officer(desk, agency, person).await.map(Some),
        None => Ok(None),
    }
}
