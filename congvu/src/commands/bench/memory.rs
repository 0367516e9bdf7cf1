//! `congvu bench memory`: how large a server with many cases is, and how fast its pages are.

use super::child::Server;
use super::client::{Client, Person};
use super::figures::{memory_mib, per_mille, rate};
use super::load::ms;
use super::{AGENCY, Folder, fill, start};
use crate::commands::say;
use crate::server::StoreArguments;
use anyhow::Context;
use std::path::PathBuf;
use std::time::Instant;

/// How often each page is read.
const TIMES: usize = 30;

/// `congvu bench memory …`
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// How many cases are made.
    #[arg(long, default_value_t = 100_000)]
    cases: usize,
    /// Folder for the data, kept afterwards; without it, a new one in the system's temporary folder.
    #[arg(long)]
    data: Option<PathBuf>,
}

/// Runs the command.
pub async fn run(arguments: Arguments) -> anyhow::Result<()> {
    let folder = Folder::named_or_new(arguments.data)?;
    let data = StoreArguments { data: folder.path().to_owned(), database: None, seal_key: None };
    // The first start makes the demo's people.
    start::once(&data.data).await?;
    let begun = Instant::now();
    let acts = fill::fill(&data, arguments.cases, fill::Lives::Mixed).await?;
    say(format_args!(
        "filled: {} cases (sample data), {acts} acts in {:.0} s, {:.0} acts/s; database {:.0} MiB",
        arguments.cases,
        begun.elapsed().as_secs_f64(),
        rate(acts, begun.elapsed()),
        size_mib(&data.data.join("congvu.db")),
    ));
    say(format_args!("start to first page: {:.0} ms", start::once(&data.data).await?));
    let mut server = Server::without_papers(&data.data, None)?;
    let mut client = Client::connect(server.address).await?;
    client.page(&Person::default(), &format!("/{AGENCY}")).await?;
    memory(&server, "after the first page");
    pages(&mut client).await?;
    memory(&server, "after these pages");
    server.stop();
    Ok(())
}

async fn pages(client: &mut Client) -> anyhow::Result<()> {
    let reception = client.officer("motcua").await?;
    let director = client.officer("giamdoc").await?;
    let inbox = format!("/{AGENCY}/desk");
    let listed = client.page(&reception, &inbox).await?;
    let text = String::from_utf8_lossy(&listed.body).into_owned();
    let matter = text.split("/desk/cases/").nth(1).and_then(|rest| rest.split(['"', '?', '/']).next());
    let matter = matter.context("the inbox names no case")?.to_owned();
    let nobody = Person::default();
    let all = [
        ("start page", &nobody, format!("/{AGENCY}")),
        ("inbox of the one-stop desk", &reception, inbox.clone()),
        ("inbox of the director", &director, inbox),
        ("case", &reception, format!("/{AGENCY}/desk/cases/{matter}")),
        ("search: one case", &reception, format!("/{AGENCY}/desk/search?q=trang+tin+mau+77")),
        ("search: every case", &reception, format!("/{AGENCY}/desk/search?q=trang+tin")),
        ("register", &nobody, format!("/{AGENCY}/registers/aggregated-sites")),
    ];
    say("  page                          p50 ms       max   KiB");
    for (what, who, path) in all {
        let (mut took_ms, mut bytes) = (Vec::new(), 0);
        for _ in 0..TIMES {
            let begun = Instant::now();
            bytes = client.page(who, &path).await.with_context(|| format!("reading `{path}`"))?.body.len();
            took_ms.push(ms(begun.elapsed()));
        }
        let (p50, max) = (per_mille(&mut took_ms, 500), per_mille(&mut took_ms, 1_000));
        say(format_args!("  {what:<28} {p50:>7.2}  {max:>8.2}  {:>4}", bytes / 1_024));
    }
    Ok(())
}

fn memory(server: &Server, when: &str) {
    let of = |line: &str| memory_mib(server.id(), line).unwrap_or_default();
    say(format_args!("memory {when}: {:.0} MiB resident, {:.0} MiB at most", of("VmRSS"), of("VmHWM")));
}

#[expect(clippy::cast_precision_loss, reason = "no file is that large")]
fn size_mib(file: &std::path::Path) -> f64 {
    std::fs::metadata(file).map_or(0.0, |m| m.len() as f64 / 1_048_576.0)
}
