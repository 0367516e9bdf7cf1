//! `congvu bench search`: searches over cases and register entries, beside a plain scan of the same rows.

use super::figures::{per_mille, rate};
use super::load::ms;
use super::{AGENCY, Folder};
use crate::commands::say;
use anyhow::Context;
use congvu_store::{Asked, Expect, ListingRow, MatterRow, Order, Store, StoreConfig, Work, Writes};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Rows on a page.
const PAGE: u32 = 50;
/// Rows of one work.
const CHUNK: usize = 500;
/// Works under way at once.
const AT_ONCE: usize = 8;
/// Bytes of a case and of an entry beside what lists show; a search reads none of them.
const BODY_BYTES: usize = 1_000;
/// Milliseconds between two cases: a million in ten years.
const APART_MS: i64 = 315_000;
/// When the first was filed: 1 March 2014.
const FIRST_MS: i64 = 1_393_632_000_000;
/// The scan is repeated so often.
const SCANS: usize = 3;
/// Each page of a search is another one, up to this many pages deep.
const DEEP: usize = 5;

/// `congvu bench search …`
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// How many cases, and as many register entries; several with commas, each measured in data of its own.
    #[arg(long, value_delimiter = ',', default_values_t = [10_000, 1_000_000])]
    rows: Vec<usize>,
    /// How often each search is carried out.
    #[arg(long, default_value_t = 300)]
    times: usize,
    /// Folder for the data, kept afterwards and filled only when it is new; without it, a new one in the system's temporary
    /// folder.
    #[arg(long)]
    data: Option<PathBuf>,
}

/// Runs the command.
pub async fn run(arguments: Arguments) -> anyhow::Result<()> {
    let folder = Folder::named_or_new(arguments.data)?;
    for rows in arguments.rows {
        let at = folder.path().join(rows.to_string());
        let new = !at.join("congvu.db").exists();
        let store = open(&at).await?;
        if new {
            fill(&store, rows).await?;
        }
        measure(&store, rows, arguments.times.max(1)).await?;
        store.close().await;
    }
    Ok(())
}

async fn open(folder: &Path) -> anyhow::Result<Store> {
    std::fs::create_dir_all(folder)?;
    let database = format!("sqlite://{}", folder.join("congvu.db").display());
    Ok(Store::open(StoreConfig::new(database, folder.join("files"))).await?)
}

async fn fill(store: &Store, rows: usize) -> anyhow::Result<()> {
    let begun = Instant::now();
    let mut works = tokio::task::JoinSet::new();
    for first in (0..rows).step_by(CHUNK) {
        if works.len() >= AT_ONCE {
            works.join_next().await.context("a work is under way")???;
        }
        let store = store.clone();
        works.spawn(async move {
            store.commit(work(first, rows.min(first.saturating_add(CHUNK)))).await.map(|_| ())
        });
    }
    while let Some(done) = works.join_next().await {
        done??;
    }
    say(format_args!(
        "filled: {rows} cases and {rows} entries (sample data) in {:.0} s, {:.0} rows/s",
        begun.elapsed().as_secs_f64(),
        rate(rows.saturating_mul(2), begun.elapsed()),
    ));
    Ok(())
}

/// Cases and entries of some numbers.
fn work(first: usize, end: usize) -> Work {
    let writes = move || Writes {
        matters: (first..end).map(matter).collect(),
        listings: (first..end).flat_map(|n| [case(n), entry(n)]).collect(),
        ..Writes::default()
    };
    Work {
        agency: AGENCY.to_owned(),
        idempotency: None,
        expect: (first..end).map(|n| Expect { matter: id(n), version: 0 }).collect(),
        series: Vec::new(),
        finish: Box::new(move |_| Ok(writes())),
    }
}

fn id(n: usize) -> String {
    format!("018e0000-0000-7000-8000-{n:012}")
}

fn number(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// Scatters numbers, always in the same way: a prime times the number.
fn scatter(n: usize, many: usize) -> usize {
    n.wrapping_mul(7_919).wrapping_add(n / 97) % many.max(1)
}

/// One of some words.
fn one<'t>(of: &[&'t str], n: usize) -> &'t str {
    of.get(n % of.len().max(1)).copied().unwrap_or_default()
}

const SURNAMES: [&str; 12] =
    ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô"];
const MIDDLES: [&str; 8] = ["Văn", "Thị", "Minh", "Ngọc", "Thanh", "Quốc", "Hồng", "Xuân"];
const NAMES: [&str; 16] = [
    "An", "Bình", "Châu", "Dũng", "Giang", "Hải", "Khánh", "Linh", "Mai", "Nam", "Oanh", "Phúc", "Quân",
    "Sơn", "Trang", "Yến",
];
const PROCEDURES: [&str; 7] = [
    "aggregated-site.grant",
    "aggregated-site.amend",
    "newsletter.grant",
    "print-shop.register",
    "printer.grant",
    "game-point.grant",
    "distributor.register",
];
const REGISTERS: [&str; 5] = ["aggregated-sites", "newsletters", "print-shops", "printers", "game-points"];

fn person(n: usize) -> String {
    let seed = scatter(n, 1_000_003);
    format!("{} {} {}", one(&SURNAMES, seed), one(&MIDDLES, seed / 12), one(&NAMES, seed / 96))
}

fn company(n: usize) -> String {
    format!("Công ty TNHH {} {}", one(&NAMES, scatter(n, 9_973)), scatter(n, 50_021))
}

/// So many cases a day.
const A_DAY: usize = 274;

fn case_number(n: usize) -> String {
    let day = n / A_DAY;
    let (year, month, date) = (14 + day / 360, day / 30 % 12 + 1, day % 30 + 1);
    format!("000.00.00.H09-{year:02}{month:02}{date:02}-{:04}", n % A_DAY + 1)
}

fn licence_number(n: usize) -> String {
    format!("{}/{:05}/GP-STTTT", 2014 + n / 100_000, n % 100_000)
}

fn words(text: &str) -> Vec<String> {
    congvu_register::words(text)
}

/// One case of fifty is open, one of those late.
fn case(n: usize) -> ListingRow {
    let filed = FIRST_MS.saturating_add(number(n).saturating_mul(APART_MS));
    let open = scatter(n, 50) == 0;
    let (code, subject, party) =
        (case_number(n), format!("Trang tin mẫu {n}"), format!("{} – {}", company(n), person(n)));
    let phone = format!("09{:08}", scatter(n, 99_999_989));
    let state = match (open, scatter(n, 4)) {
        (false, _) => ("issued", "done"),
        (true, 0) => ("supplement", "stopped"),
        (true, _) => ("appraising", "working"),
    };
    ListingRow {
        kind: "case".to_owned(),
        ord_ms: filed,
        reference: id(n),
        words: words(&format!("{code} {subject} {party} {phone}")),
        code,
        class: one(&PROCEDURES, scatter(n, 1_009)).to_owned(),
        life: "application".to_owned(),
        state: state.0.to_owned(),
        phase: state.1.to_owned(),
        unit: "press-publishing".to_owned(),
        officer: format!("press-{}", scatter(n, 41)),
        channel: "online".to_owned(),
        subject,
        party,
        due_ms: Some(filed.saturating_add(1_000_000_000)),
        closed_ms: (!open).then(|| filed.saturating_add(900_000_000)),
        clock: String::new(),
        ..ListingRow::default()
    }
}

fn entry(n: usize) -> ListingRow {
    let issued = FIRST_MS.saturating_add(number(n).saturating_mul(APART_MS));
    let (number, holder) = (licence_number(n), format!("{} – {}", company(n), person(n)));
    let register = one(&REGISTERS, scatter(n, 499));
    ListingRow {
        kind: "entry".to_owned(),
        ord_ms: issued,
        reference: format!("{register}/{number}"),
        words: words(&format!("{number} {holder} trangtin{n}.example.vn {}", 3_700_000_000_u64 + n as u64)),
        code: number,
        class: register.to_owned(),
        state: "valid".to_owned(),
        subject: holder,
        due_ms: Some(issued.saturating_add(157_680_000_000)),
        ..ListingRow::default()
    }
}

/// The case itself, which lists do not read.
fn matter(n: usize) -> MatterRow {
    let listed = case(n);
    MatterRow {
        id: id(n),
        version: 1,
        kind: listed.life,
        procedure: listed.class,
        state: listed.state,
        code: Some(listed.code),
        turn: String::new(),
        unit: listed.unit,
        applicant: None,
        subject: listed.subject,
        channel: "online".to_owned(),
        due_ms: listed.due_ms,
        opened_ms: listed.ord_ms,
        closed_ms: listed.closed_ms,
        assigned: None,
        stops: 0,
        ended_ms: listed.closed_ms,
        body: "x".repeat(BODY_BYTES),
    }
}

/// What is looked for: a name for the table, the kind, and what a person would type the n-th time.
struct Search {
    what: &'static str,
    kind: &'static str,
    typed: fn(usize, usize) -> String,
    narrow: fn(&mut Asked<'_>),
}

fn as_is(_: &mut Asked<'_>) {}

/// A number among so many, another each time.
fn any(time: usize, rows: usize) -> usize {
    time.wrapping_mul(104_729).wrapping_add(time) % rows.max(1)
}

const SEARCHES: [Search; 14] = [
    Search { what: "case: word of every case", kind: "case", typed: |_, _| "trang".into(), narrow: as_is },
    Search {
        what: "case: two words of every case",
        kind: "case",
        typed: |_, _| "trang mau".into(),
        narrow: as_is,
    },
    Search {
        what: "case: two common words",
        kind: "case",
        typed: |t, _| format!("{} {}", one(&SURNAMES, t), one(&NAMES, t / 12)),
        narrow: as_is,
    },
    Search {
        what: "case: common, last word begun",
        kind: "case",
        typed: |t, _| format!("cong ty {}", one(&["n", "tr", "kh", "ph", "m"], t)),
        narrow: as_is,
    },
    Search {
        what: "case: one letter",
        kind: "case",
        typed: |t, _| one(&["t", "n", "c", "0"], t).into(),
        narrow: as_is,
    },
    Search { what: "case: its number", kind: "case", typed: |t, n| case_number(any(t, n)), narrow: as_is },
    Search {
        what: "case: numbers of a day",
        kind: "case",
        typed: |t, n| {
            case_number(any(t, n)).rsplit_once('-').map(|(day, _)| day.to_owned()).unwrap_or_default()
        },
        narrow: as_is,
    },
    Search {
        what: "case: a rare word",
        kind: "case",
        typed: |t, n| format!("trang tin mau {}", any(t, n)),
        narrow: as_is,
    },
    Search {
        what: "case: common word, stopped",
        kind: "case",
        typed: |_, _| "trang".into(),
        narrow: |a| {
            a.phase = Some("stopped");
            a.states = Some(vec!["supplement"]);
        },
    },
    Search {
        what: "case: of an officer, open",
        kind: "case",
        typed: |_, _| String::new(),
        narrow: |a| {
            a.officer = Some("press-7");
            a.closed = Some(false);
        },
    },
    Search {
        what: "case: open, due first",
        kind: "case",
        typed: |_, _| "trang".into(),
        narrow: |a| a.order = Order::Due,
    },
    Search {
        what: "case: nothing fits",
        kind: "case",
        typed: |_, _| "trang".into(),
        narrow: |a| a.channel = Some("post"),
    },
    Search {
        what: "entry: licence number",
        kind: "entry",
        typed: |t, n| licence_number(any(t, n)),
        narrow: as_is,
    },
    Search { what: "entry: holder's name", kind: "entry", typed: |t, n| person(any(t, n)), narrow: as_is },
];

async fn measure(store: &Store, rows: usize, times: usize) -> anyhow::Result<()> {
    say(format_args!("{rows} cases, {rows} entries; pages of {PAGE}"));
    say("  search                            found   p50 ms   p99 ms   max ms   scan ms");
    let mut all = Vec::new();
    for search in &SEARCHES {
        let (mut took_ms, mut found) = (Vec::with_capacity(times), 0);
        for time in 0..times {
            let typed = (search.typed)(time, rows);
            let words = words(&typed);
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let mut asked = Asked { kind: search.kind, words: &words, ..Asked::default() };
            (search.narrow)(&mut asked);
            let mut after = None;
            // Not always the first page: somebody reads on.
            for _ in 0..=time % DEEP {
                let begun = Instant::now();
                let page = store.find(AGENCY, &asked, after.as_ref(), PAGE).await?;
                took_ms.push(ms(begun.elapsed()));
                found = page.rows.len().max(found);
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
        }
        let scan = scan(store, search, rows).await?;
        let (p50, p99, max) =
            (per_mille(&mut took_ms, 500), per_mille(&mut took_ms, 990), per_mille(&mut took_ms, 1_000));
        say(format_args!(
            "  {:<32} {found:>6}  {p50:>7.2}  {p99:>7.2}  {max:>7.2}  {:>8.1}",
            search.what,
            ms(scan)
        ));
        all.append(&mut took_ms);
    }
    let (p50, p99) = (per_mille(&mut all, 500), per_mille(&mut all, 990));
    say(format_args!("  all {} searches: p50 {p50:.2} ms, p99 {p99:.2} ms", all.len()));
    Ok(())
}

/// The same words by reading row after row, newest first, until a page is full: the mean of a few times.
async fn scan(store: &Store, search: &Search, rows: usize) -> anyhow::Result<Duration> {
    let begun = Instant::now();
    for time in 0..SCANS {
        let words = words(&(search.typed)(time, rows));
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        store.find_by_reading_all(AGENCY, search.kind, &words, PAGE).await?;
    }
    Ok(begun.elapsed() / u32::try_from(SCANS).unwrap_or(1))
}
