//! Every procedure of every department goes through its whole life to each of its results, by people who have the power,
//! and each of its papers can be set. Nothing here names a procedure: what the packs declare is what is done.

use crate::sample_form::filled;
use crate::support::{
    CITIZEN, House, MONDAY, agency_of, appoint, assert_whole, attached, case, citizen, officer,
};
use congvu_authority::Actor;
use congvu_desk::{Case, Desk, Done, On, Opening, Request};
use congvu_matter::declare::{
    ActDef, Effect, Input, InputKind, Lifecycle, Phase, Procedure, RegisterEffect, Version,
};
use congvu_matter::{Command, EntryRef, Party};
use congvu_pack::Loaded;
use congvu_register::Entry;
use congvu_store::testing::Backend;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Divisions beside the one that the house has, with people in them.
const MORE: [(&str, &str, &str); 4] = [
    ("digital-head", "unit-head", "digital"),
    ("digital-1", "specialist", "digital"),
    ("post-head", "unit-head", "post-telecom"),
    ("post-1", "specialist", "post-telecom"),
];

const EVERYBODY: [&str; 12] = [
    "press-1",
    "press-head",
    "director",
    "reception-1",
    "clerk-1",
    "digital-1",
    "digital-head",
    "post-1",
    "post-head",
    "press-2",
    "deputy-1",
    "deputy-2",
];

static NUMBERS: AtomicUsize = AtomicUsize::new(1);

/// No life is longer.
const MOST_ACTS: usize = 20;

struct Walk<'h> {
    desk: &'h Desk,
    agency: &'h str,
    papers: bool,
}

impl Walk<'_> {
    /// From the opening act to the result.
    async fn live(&self, loaded: &Loaded, outcome: &str, entry: Option<&(EntryRef, Entry)>) -> Case {
        let procedure = &loaded.declared;
        let version = procedure.version_on(self.desk.clock().now().date()).expect("in force");
        let done = self.open(loaded, version, entry).await;
        for _ in 0..MOST_ACTS {
            let now = case(self.desk, self.agency, &done.matter).await;
            let state = now.state(self.desk.library()).expect("a declared state");
            if matches!(state.phase, Phase::Done | Phase::Ended) {
                self.set_papers(&now).await;
                return now;
            }
            let next = state.next.as_deref().unwrap_or_else(|| panic!("`{}` leads nowhere", state.id));
            self.act(&now, procedure, next, outcome).await;
        }
        panic!("`{}` does not end", procedure.id);
    }

    async fn open(&self, loaded: &Loaded, version: &Version, entry: Option<&(EntryRef, Entry)>) -> Done {
        let procedure = &loaded.declared;
        let lifecycle = &self.desk.library().lifecycles[procedure.lifecycle_of(Some(version))];
        let act = lifecycle.acts.iter().find(|a| a.from.is_empty()).expect("an act that opens");
        let form = version.form.as_ref().expect("a form");
        let command = Command {
            act: act.id.clone(),
            form: filled(&loaded.schemas[&form.schema], entry.map(|(_, e)| e)),
            input: said(act, "", &|_| None),
            subject: procedure.name.vi.chars().take(200).collect(),
            channel: "online".to_owned(),
            entry: entry.map(|(at, _)| at.clone()),
            party: (!procedure.own_initiative).then(|| Party {
                account: CITIZEN.to_owned(),
                name: "Công ty TNHH Truyền thông Sao Mai".to_owned(),
                phone: "0912345678".to_owned(),
            }),
            files: if act.files {
                version.dossier.iter().map(|p| attached(&p.id)).collect()
            } else {
                Vec::new()
            },
        };
        let actors = if procedure.own_initiative { positions() } else { vec![citizen(CITIZEN)] };
        let mut answers = Vec::new();
        for actor in actors {
            let request =
                self.request(actor, On::New(Opening::Procedure(procedure.id.clone())), command.clone());
            match self.desk.perform(request).await {
                Ok(done) => return done,
                Err(error) => answers.push(error.to_string()),
            }
        }
        panic!("`{}` in `{}` cannot be opened: {answers:#?}", procedure.id, self.agency);
    }

    async fn act(&self, now: &Case, procedure: &Procedure, act: &str, outcome: &str) {
        let agency = agency_of(self.desk, self.agency);
        let lifecycle = now.lifecycle(self.desk.library()).expect("a lifecycle");
        let declared = lifecycle.act(act).expect("a declared act");
        let mut chosen = BTreeMap::new();
        for of in declared.inputs.iter().filter_map(|i| i.of.as_deref()) {
            let found = self.desk.candidates(agency, &now.matter, of).await.expect("candidates");
            let (position, _) =
                found.first().unwrap_or_else(|| panic!("`{}`: nobody is `{of}`", procedure.id));
            chosen.insert(of.to_owned(), position.as_str().to_owned());
        }
        let input = said(declared, outcome, &|of| chosen.get(of).cloned());
        let mut answers = Vec::new();
        for actor in [vec![citizen(CITIZEN)], positions()].concat() {
            let command = Command { act: act.to_owned(), input: input.clone(), ..Command::default() };
            match self.desk.perform(self.request(actor, On::Matter(now.matter.id.clone()), command)).await {
                Ok(_) => return,
                Err(error) => answers.push(error.to_string()),
            }
        }
        panic!("`{}` in `{}`: nobody can `{act}`: {answers:#?}", procedure.id, self.agency);
    }

    fn request(&self, actor: Actor, on: On, command: Command) -> Request {
        Request { agency: self.agency.to_owned(), actor, on, seen: None, idempotency_key: None, command }
    }

    async fn set_papers(&self, case: &Case) {
        for paper in case.matter.papers.iter().filter(|_| self.papers) {
            let set = self.desk.paper(agency_of(self.desk, self.agency), case, &paper.code).await;
            let file =
                set.unwrap_or_else(|e| panic!("`{}` of `{}`: {e}", paper.template, case.matter.procedure));
            assert!(file.expect("the case has the paper").pdf.starts_with(b"%PDF"));
        }
    }
}

fn positions() -> Vec<Actor> {
    EVERYBODY.iter().map(|p| officer(p)).collect()
}

/// Says everything that an act can be told.
fn said(act: &ActDef, outcome: &str, chosen: &dyn Fn(&str) -> Option<String>) -> Map<String, Value> {
    let decides = |i: &Input| act.effects.iter().any(|e| matches!(e, Effect::Outcome(from) if *from == i.id));
    let value = |i: &Input| match i.kind {
        InputKind::Choice if decides(i) && i.choices.contains_key(outcome) => json!(outcome),
        InputKind::Choice => json!(i.choices.keys().next().expect("a choice")),
        InputKind::Date => json!("2024-03-05"),
        InputKind::Moment => json!("2024-03-05T08:00"),
        InputKind::Limit => json!("5 working-day"),
        InputKind::Position => json!(i.of.as_deref().and_then(chosen).unwrap_or_default()),
        InputKind::Money => json!(1_000),
        InputKind::Object | InputKind::Sending => Value::Null,
        // Papers of other bodies have numbers that nobody gives twice.
        InputKind::Text if i.id.ends_with("_number") => {
            json!(format!("{}/GP-UBND", NUMBERS.fetch_add(1, Ordering::Relaxed)))
        }
        InputKind::Text | InputKind::LongText | InputKind::Items | InputKind::Consulted => {
            json!("Nội dung mẫu")
        }
    };
    act.inputs.iter().map(|i| (i.id.clone(), value(i))).collect()
}

/// The procedures of a department that are in force, those that make register entries before those that are about one.
fn in_force<'d>(desk: &'d Desk, agency: &str) -> Vec<&'d Loaded> {
    let today = desk.clock().now().date();
    let of = |id: &String| desk.library().procedures.get(id).map(AsRef::as_ref);
    let all = agency_of(desk, agency).procedures.iter().filter_map(of);
    let mut all: Vec<&Loaded> = all.filter(|p| p.declared.version_on(today).is_some()).collect();
    all.sort_by_key(|p| p.declared.subject.is_some());
    all
}

/// How many acts of a life decide.
fn deciding(lifecycle: &Lifecycle) -> usize {
    lifecycle.acts.iter().filter(|a| a.effects.iter().any(|e| matches!(e, Effect::Outcome(_)))).count()
}

/// The procedure and outcome by which entries come into a register.
fn source_of<'d>(all: &[&'d Loaded], register: &str, desk: &Desk) -> Option<(&'d Loaded, String)> {
    let today = desk.clock().now().date();
    all.iter().find_map(|p| {
        let adds = RegisterEffect::Add(register.to_owned());
        let outcomes = &p.declared.version_on(today)?.outcome;
        let (id, _) = outcomes.iter().find(|(_, o)| o.register.as_ref() == Some(&adds))?;
        Some((*p, id.clone()))
    })
}

async fn every_life(moment: &str, agency: &str, papers: bool) -> usize {
    let house = House::open(Backend::Sqlite, &[agency]).await;
    let desk = &house.at(moment);
    for (id, kind, unit) in MORE {
        let position = json!({ "id": id, "kind": kind, "unit": unit });
        appoint(desk, agency, "director", &position).await.expect("appointed");
    }
    let walk = Walk { desk, agency, papers };
    let all = in_force(desk, agency);
    let mut lives = 0;
    for loaded in &all {
        let version = loaded.declared.version_on(desk.clock().now().date()).expect("in force");
        let outcomes: Vec<&String> = version.outcome.keys().collect();
        // A procedure whose end is another body's business has no result here, and lives all the same.
        let none = String::new();
        for outcome in if outcomes.is_empty() { vec![&none] } else { outcomes } {
            let mut entry = None;
            if let Some(subject) = &loaded.declared.subject {
                let found = source_of(&all, &subject.register, desk);
                let (source, granted) =
                    found.unwrap_or_else(|| panic!("nothing fills `{}` in `{agency}`", subject.register));
                let made = walk.live(source, &granted, None).await;
                let at = made.matter.entry.clone().expect("an entry was made");
                let held = desk.entry(agency, &at).await.expect("read").expect("it is there");
                entry = Some((at, held));
            }
            let ended = walk.live(loaded, outcome, entry.as_ref()).await;
            // Where another body decides after us, our proposal is not the end.
            let lifecycle = &desk.library().lifecycles[loaded.declared.lifecycle_of(Some(version))];
            let last = ended.matter.outcome.as_ref() == Some(outcome);
            assert!(last || outcome.is_empty() || deciding(lifecycle) > 1, "{}", loaded.declared.id);
            lives += 1;
        }
    }
    assert_whole(desk, agency).await;
    lives
}

macro_rules! each {
    ($($name:ident: $agency:literal, $papers:literal;)+) => {
        $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            assert!(every_life(MONDAY, $agency, $papers).await > 50);
        })+
    };
}

each! {
    binh_duong: "binh-duong", true;
    binh_thuan: "binh-thuan", false;
    hai_phong: "hai-phong", false;
    hau_giang: "hau-giang", false;
    long_an: "long-an", false;
}

/// The same under the law as it stood later.
// conformance: TT22-6.1.b
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn later_law() {
    for moment in ["2025-02-03T08:00", "2025-08-04T08:00", "2026-02-02T08:00", "2026-08-03T08:00"] {
        assert!(every_life(moment, "binh-duong", false).await > 50, "{moment}");
    }
}
