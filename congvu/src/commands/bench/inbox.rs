//! `congvu bench inbox`: the inbox of an officer for whom thousands of cases wait.

use super::child::Server;
use super::client::{Client, Person};
use super::figures::{per_mille, rate};
use super::load::ms;
use super::{AGENCY, Folder, fill};
use crate::commands::say;
use crate::server::StoreArguments;
use anyhow::{Context, ensure};
use std::path::PathBuf;
use std::time::Instant;

/// After filing and receiving a case waits for the specialist.
const ACTS: usize = 2;

/// `congvu bench inbox …`
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// How many open cases wait for the specialist.
    #[arg(long, default_value_t = 5_000)]
    items: usize,
    /// How often each page is read.
    #[arg(long, default_value_t = 300)]
    times: usize,
    /// An empty database to use; without it, SQLite in the folder.
    #[arg(long)]
    database: Option<String>,
    /// Folder for the data, kept afterwards; without it, a new one in the system's temporary folder.
    #[arg(long)]
    data: Option<PathBuf>,
}

/// Runs the command.
pub async fn run(arguments: Arguments) -> anyhow::Result<()> {
    let folder = Folder::named_or_new(arguments.data)?;
    let (data, database) = (folder.path().to_owned(), arguments.database);
    let data = StoreArguments { data, database: database.clone(), seal_key: None };
    // The first start makes the demo's people.
    Server::without_papers(&data.data, database.as_deref())?.stop();
    let begun = Instant::now();
    let acts = fill::fill(&data, arguments.items, fill::Lives::Until(ACTS)).await?;
    let (items, acts_s) = (arguments.items, rate(acts, begun.elapsed()));
    say(format_args!("filled: {items} cases that wait for the specialist (sample data), {acts_s:.0} acts/s"));
    let mut server = Server::without_papers(&data.data, database.as_deref())?;
    let mut client = Client::connect(server.address).await?;
    let specialist = client.officer("chuyenvien1").await?;
    let page = format!("/{AGENCY}/desk");
    let first = client.page(&specialist, &page).await?;
    let text = String::from_utf8_lossy(&first.body).into_owned();
    let next = text.split("/desk?").nth(1).and_then(|rest| rest.split('"').next());
    let next = next.context("the inbox has no second page")?.replace("&amp;", "&");
    let calendar = format!("/{AGENCY}/desk/calendar");
    say("  page                          p50 ms    p99 ms       max   KiB");
    for (what, path) in
        [("inbox", page), ("inbox, second page", format!("/{AGENCY}/desk?{next}")), ("calendar", calendar)]
    {
        measure(&mut client, &specialist, (what, &path), arguments.times).await?;
    }
    server.stop();
    Ok(())
}

async fn measure(
    client: &mut Client,
    who: &Person,
    (what, path): (&str, &str),
    times: usize,
) -> anyhow::Result<()> {
    ensure!(times > 0, "--times is at least 1");
    let (mut took_ms, mut bytes) = (Vec::new(), 0);
    for _ in 0..times {
        let begun = Instant::now();
        bytes = client.page(who, path).await.with_context(|| format!("reading `{path}`"))?.body.len();
        took_ms.push(ms(begun.elapsed()));
    }
    let [p50, p99, max] = [500, 990, 1_000].map(|part| per_mille(&mut took_ms, part));
    say(format_args!("  {what:<28} {p50:>7.2}   {p99:>7.2}  {max:>8.2}  {:>4}", bytes / 1_024));
    Ok(())
}
