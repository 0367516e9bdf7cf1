//! `congvu bench case`: whole lives of cases over HTTP, and the bare loop beside them.

use super::child::Server;
use super::client::Client;
use super::figures::{per_mille, processor_s, rate, slower, within};
use super::life::{ACTS, People};
use super::load::{Lived, Load, Outcome};
use super::{AGENCY, Folder};
use crate::commands::say;
use crate::server::StoreArguments;
use anyhow::Context;
use congvu_store::Store;
use std::ffi::OsStr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Acts of a life with `--steps`: filed and received.
const STEPS: usize = 2;
/// Between two looks whether papers are there.
const LOOK: Duration = Duration::from_millis(20);
/// Longest wait for papers.
const PATIENCE: Duration = Duration::from_secs(600);
/// Cases whose rows are weighed for the bare loop.
const WEIGHED: usize = 100;
/// How long a server is warmed up.
const WARM: Duration = Duration::from_millis(500);

/// `congvu bench case …`
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// How many people act at once; several numbers for several runs.
    #[arg(long, value_delimiter = ',', default_value = "1,8,64")]
    actors: Vec<usize>,
    /// How long each run begins new cases.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Only file and receive: one row made, one status changed.
    #[arg(long)]
    steps: bool,
    /// Folder with data, kept afterwards; without it, a new one for each run in the system's temporary folder.
    #[arg(long)]
    data: Option<PathBuf>,
    /// PostgreSQL instead of SQLite.
    #[arg(long)]
    database: Option<String>,
    /// Without the bare loop.
    #[arg(long)]
    no_bare: bool,
    /// Fails when 95 of 100 of any act took longer, in milliseconds.
    #[arg(long)]
    within_ms: Option<f64>,
}

/// Runs the command.
pub async fn run(arguments: Arguments) -> anyhow::Result<()> {
    let mut slow = Vec::new();
    for actors in &arguments.actors {
        let folder = Folder::named_or_new(arguments.data.clone())?;
        let data = StoreArguments {
            data: folder.path().to_owned(),
            database: arguments.database.clone(),
            seal_key: None,
        };
        let acts = if arguments.steps { STEPS } else { ACTS.len() };
        let time = Duration::from_secs(arguments.seconds.max(1));
        let real = measure(&data, *actors, acts, time).await?;
        slow.extend(real.p95_ms.iter().filter_map(|(act, p95)| slower(act, *p95, arguments.within_ms)));
        if arguments.no_bare {
            continue;
        }
        let load = Load { actors: *actors, acts, time, ..real.load };
        let bare = bare(load, real.bytes).await.context("measuring the bare loop")?;
        say(format_args!(
            "  bare loop, {} bytes an act: {:.0} acts/s; real over bare: {:.3}",
            real.bytes * 2,
            bare,
            real.acts_s / bare
        ));
    }
    within(slow)
}

struct Real {
    load: Load,
    acts_s: f64,
    /// Bytes of an act, and again of a matter.
    bytes: usize,
    /// Of each act, the time below which 95 of 100 lie.
    p95_ms: Vec<(&'static str, f64)>,
}

async fn measure(data: &StoreArguments, actors: usize, acts: usize, time: Duration) -> anyhow::Result<Real> {
    let mut server = Server::real(&data.data, data.database.as_deref())?;
    let people =
        People::enter(&mut Client::connect(server.address).await?).await.context("signing people in")?;
    // Different from earlier runs over the same data, whose keys are remembered.
    let run = format!("{:x}", congvu_desk::Clock::real().now_ms());
    let warm = Load { to: server.address, people: Some(Arc::new(people)), run, actors: 2, acts, time: WARM };
    let watcher = data.open_existing().await?;
    let warmed = warm.clone().run().await?;
    wait_for_papers(&watcher, &warmed.lived).await?;
    let load = Load { actors, time, run: format!("{}m", warm.run), ..warm };
    let before = (processor_s(server.id()), processor_s(std::process::id()));
    let begun = Instant::now();
    let outcome = load.clone().run().await?;
    let used = [(before.0, server.id()), (before.1, std::process::id())]
        .map(|(before, process)| processor_s(process).zip(before).map_or(0.0, |(now, before)| now - before));
    let early = count_papers(&watcher, &outcome.lived).await?;
    wait_for_papers(&watcher, &outcome.lived).await?;
    let all = begun.elapsed();
    let bytes = weigh(&watcher, &outcome.lived).await?;
    server.stop();
    watcher.close().await;
    let acts_s = rate(outcome.acts(), outcome.time);
    let p95_ms = report(actors, outcome, used, early, all);
    Ok(Real { load, acts_s, bytes, p95_ms })
}

async fn bare(load: Load, bytes: usize) -> anyhow::Result<f64> {
    let folder = Folder::named_or_new(None)?;
    let bytes = bytes.to_string();
    let words = ["bench", "bare", "--bytes", &bytes, "--data"].map(OsStr::new);
    let words: Vec<&OsStr> = words.into_iter().chain([folder.path().as_os_str()]).collect();
    let server = Server::start(&words, folder.path())?;
    let load = Load { to: server.address, people: None, ..load };
    Load { time: WARM, run: "warm".to_owned(), ..load.clone() }.run().await?;
    let outcome = load.run().await?;
    Ok(rate(outcome.acts(), outcome.time))
}

/// Papers of these cases that are set by now.
async fn count_papers(store: &Store, cases: &[Lived]) -> anyhow::Result<usize> {
    let mut set = 0_usize;
    for case in cases {
        set = set.saturating_add(store.documents_of(AGENCY, &case.matter).await?.len());
    }
    Ok(set)
}

async fn wait_for_papers(store: &Store, cases: &[Lived]) -> anyhow::Result<()> {
    let begun = Instant::now();
    for case in cases {
        while store.documents_of(AGENCY, &case.matter).await?.len() < case.papers {
            anyhow::ensure!(begun.elapsed() < PATIENCE, "papers are still missing after {PATIENCE:?}");
            tokio::time::sleep(LOOK).await;
        }
    }
    Ok(())
}

/// Average bytes of what an act writes, halved: the bare loop writes them twice, as an act and as a matter.
async fn weigh(store: &Store, cases: &[Lived]) -> anyhow::Result<usize> {
    let (mut acts, mut act_bytes, mut matters, mut matter_bytes) = (0_usize, 0_usize, 0_usize, 0_usize);
    for case in cases.iter().take(WEIGHED) {
        for act in store.acts_of(AGENCY, &case.matter, 100, 0).await? {
            (acts, act_bytes) = (acts + 1, act_bytes + act.body.len());
        }
        if let Some(matter) = store.matter(AGENCY, &case.matter).await? {
            (matters, matter_bytes) = (matters + 1, matter_bytes + matter.body.len());
        }
    }
    Ok((act_bytes / acts.max(1) + matter_bytes / matters.max(1)) / 2)
}

fn report(
    actors: usize,
    mut outcome: Outcome,
    used: [f64; 2],
    early: usize,
    all: Duration,
) -> Vec<(&'static str, f64)> {
    let (acts, cases) = (outcome.acts(), outcome.lived.len());
    let papers: usize = outcome.lived.iter().map(|case| case.papers).sum();
    say(format_args!(
        "{actors} at once: {cases} cases, {acts} acts in {:.1} s: {:.0} acts/s, {:.1} cases/s",
        outcome.time.as_secs_f64(),
        rate(acts, outcome.time),
        rate(cases, outcome.time),
    ));
    say(format_args!(
        "  papers: {papers}, of which {early} set meanwhile and the last after {:.1} s: {:.1} papers/s, {:.1} cases/s with all papers set",
        all.as_secs_f64(),
        rate(papers, all),
        rate(cases, all),
    ));
    let [server, client] = used;
    say(format_args!("  processor while acting: server {server:.1} s, client {client:.1} s"));
    say("  act         p50 ms    p95 ms    p99 ms       max");
    let mut p95_ms = Vec::new();
    for ((act, _), took_ms) in ACTS.iter().zip(&mut outcome.took_ms) {
        say(format_args!(
            "  {act:<9} {:>8.2}  {:>8.2}  {:>8.2}  {:>8.2}",
            per_mille(took_ms, 500),
            per_mille(took_ms, 950),
            per_mille(took_ms, 990),
            per_mille(took_ms, 1_000)
        ));
        if !took_ms.is_empty() {
            p95_ms.push((*act, per_mille(took_ms, 950)));
        }
    }
    p95_ms
}
