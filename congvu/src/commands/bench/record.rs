//! `congvu bench record`: the public log. How fast it grows and is verified, how long its proofs are.

use super::child::Server;
use super::figures::{per_mille, rate};
use super::{AGENCY, Folder, fill};
use crate::commands::say;
use crate::server::StoreArguments;
use anyhow::{Context, ensure};
use congvu_desk::{LogSeed, tiles};
use congvu_record::log::merkle::check_inclusion;
use congvu_record::log::{Growing, Tiles};
use congvu_record::{Hash, leaf};
use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::PathBuf;
use std::time::Instant;

/// Leaves of the small tree, beside which the large one stands.
const SMALL: u64 = 10_000;
/// Proofs that are made in each tree.
const PROOFS: u64 = 2_000;
/// Steps from one proven leaf to the next: a prime, so that they are scattered over any tree.
const STRIDE: u64 = 7_368_787;

/// `congvu bench record …`
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Leaves of the large tree.
    #[arg(long, default_value_t = 10_000_000)]
    leaves: u64,
    /// Cases whose acts are put into a log and verified.
    #[arg(long, default_value_t = 5_000)]
    cases: usize,
    /// Folder for the data, kept afterwards; without it, a new one in the system's temporary folder.
    #[arg(long)]
    data: Option<PathBuf>,
}

/// Runs the command.
pub async fn run(arguments: Arguments) -> anyhow::Result<()> {
    ensure!(arguments.leaves >= SMALL, "--leaves is at least {SMALL}");
    say("trees in memory, beside hashing the leaves alone");
    say("      leaves   leaves/s  of bare   hashes in a proof   proof made p50 us   checked p50 us");
    for leaves in [SMALL, arguments.leaves] {
        tree(leaves)?;
    }
    let folder = Folder::named_or_new(arguments.data)?;
    let data = StoreArguments { data: folder.path().to_owned(), database: None, seal_key: None };
    // The first start makes the demo's people.
    Server::without_papers(&data.data, None)?.stop();
    let begun = Instant::now();
    let acts = fill::fill(&data, arguments.cases, fill::Lives::Mixed).await?;
    say(format_args!(
        "filled: {acts} acts in {} cases (sample data), {:.0} acts/s",
        arguments.cases,
        rate(acts, begun.elapsed())
    ));
    stored(&data).await
}

fn entry(n: u64) -> Hash {
    leaf(&n.to_be_bytes())
}

fn tree(leaves: u64) -> anyhow::Result<()> {
    let begun = Instant::now();
    for n in 0..leaves {
        black_box(entry(n));
    }
    let bare = begun.elapsed();
    let begun = Instant::now();
    let mut log = Growing::default();
    (0..leaves).for_each(|n| log.push(entry(n)));
    let grown = begun.elapsed();
    let root = log.root().context("a root")?;
    let mut known = Tiles::default();
    log.take_changed().into_iter().for_each(|(at, hashes)| known.put(at, hashes));
    let (mut made, mut checked, mut longest) = (Vec::new(), Vec::new(), 0);
    for n in 0..PROOFS {
        let index = n.wrapping_mul(STRIDE) % leaves;
        let begun = Instant::now();
        let ranges = tiles::inclusion(index, leaves).context("ranges")?;
        let proof = known.roots(&ranges).context("a proof")?;
        made.push(begun.elapsed().as_secs_f64() * 1e6);
        let begun = Instant::now();
        check_inclusion(&entry(index), index, leaves, &proof, &root)?;
        checked.push(begun.elapsed().as_secs_f64() * 1e6);
        longest = longest.max(proof.len());
    }
    let (made, checked) = (per_mille(&mut made, 500), per_mille(&mut checked, 500));
    let leaves_s = rate(usize::try_from(leaves)?, grown);
    let of_bare = bare.as_secs_f64() / grown.as_secs_f64();
    say(format_args!(
        "  {leaves:>10}  {leaves_s:>9.0}  {of_bare:>7.2}  {longest:>18}  {made:>18.1}  {checked:>15.1}"
    ));
    Ok(())
}

/// Acts of real cases: put into the log, then everything read again and compared.
async fn stored(data: &StoreArguments) -> anyhow::Result<()> {
    let app = fill::open(data).await?;
    let desk = app.desk();
    desk.set_log_seeds(BTreeMap::from([(AGENCY.to_owned(), LogSeed { log: [1; 32], witness: [2; 32] })]));
    let all = u64::try_from(desk.store().head(AGENCY).await?.seq)?;
    let (begun, mut size, mut checkpoints) = (Instant::now(), 0, 0_u32);
    while size < all {
        size = desk.grow_log(AGENCY).await?;
        checkpoints = checkpoints.saturating_add(1);
    }
    let (acts, took) = (usize::try_from(all)?, begun.elapsed());
    say(format_args!(
        "put into the log: {acts} acts in {checkpoints} checkpoints, {:.0} acts/s",
        rate(acts, took)
    ));
    let begun = Instant::now();
    let report = congvu_desk::verify(desk.store(), AGENCY, &[]).await?;
    ensure!(report.faults.is_empty(), "the record is not whole: {:?}", report.faults);
    let acts_s = rate(acts, begun.elapsed());
    say(format_args!(
        "verified: {acts} acts, {} cases and the log, {acts_s:.0} acts/s: a million in {:.0} s",
        report.matters,
        1e6 / acts_s
    ));
    desk.store().close().await;
    Ok(())
}
