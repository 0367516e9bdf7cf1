//! `congvu law`: read a decision, compare two, measure the reader.

use std::fs;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::{Args, Subcommand};
use congvu_law::{Document, MAX_SOURCE_BYTES, NodeKind, Report, Severity};

/// Exit code for input that is no decision.
const REFUSED: u8 = 2;

/// The text that `bench` reads when it is given no other.
const BENCH_SAMPLE: &str = include_str!("../../../packs/binh-duong/decision.txt");

#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Read the text of a decision and show what it says.
    Import {
        /// Plain text in UTF-8, as published.
        file: PathBuf,
        /// Print one JSON object.
        #[arg(long)]
        json: bool,
        /// Write Akoma Ntoso 3.0 to this file.
        #[arg(long, value_name = "OUT.xml")]
        akn: Option<PathBuf>,
    },
    /// Compare the decisions of two departments, clause by clause.
    Compare {
        /// First decision.
        a: PathBuf,
        /// Second decision.
        b: PathBuf,
        /// Print one JSON object.
        #[arg(long)]
        json: bool,
        /// Write a page to this file.
        #[arg(long, value_name = "OUT.html")]
        html: Option<PathBuf>,
        /// Show also clauses that differ in wording alone.
        #[arg(long)]
        all: bool,
    },
    /// Measure how long reading takes, and whether it grows in proportion to size.
    Bench {
        /// Decision to read; without it, one that comes with the program.
        file: Option<PathBuf>,
        /// Size of the large text, in megabytes (at most 60).
        #[arg(long, default_value_t = 40)]
        large_mb: usize,
        /// Print one JSON object.
        #[arg(long)]
        json: bool,
    },
}

/// Why a command stopped: one sentence for the person at the terminal.
struct Stop(String);

/// Runs the command.
pub fn run(arguments: &Arguments) -> ExitCode {
    let done = match &arguments.command {
        Command::Import { file, json, akn } => import(file, *json, akn.as_deref()),
        Command::Compare { a, b, json, html, all } => compare(a, b, *json, html.as_deref(), *all),
        Command::Bench { file, large_mb, json } => bench(file.as_deref(), *large_mb, *json),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Stop(sentence)) => {
            // Nothing is left to do when standard error is closed.
            let _ = writeln!(std::io::stderr(), "congvu: {sentence}");
            ExitCode::from(REFUSED)
        }
    }
}

fn read_bytes(file: &Path) -> Result<Vec<u8>, Stop> {
    let cannot = |error: std::io::Error| Stop(format!("cannot read `{}`: {error}", file.display()));
    let size = fs::metadata(file).map_err(cannot)?.len();
    if usize::try_from(size).map_or(true, |size| size > MAX_SOURCE_BYTES) {
        return Err(Stop(format!(
            "`{}` has {size} bytes and the limit is {MAX_SOURCE_BYTES}: give the text of one decision",
            file.display()
        )));
    }
    fs::read(file).map_err(cannot)
}

fn read(file: &Path) -> Result<Document, Stop> {
    congvu_law::import(&read_bytes(file)?).map_err(|error| Stop(format!("`{}`: {error}", file.display())))
}

fn write_file(file: &Path, text: &str) -> Result<(), Stop> {
    fs::write(file, text).map_err(|error| Stop(format!("cannot write `{}`: {error}", file.display())))
}

/// Prints; a reader that has gone away (`| head`) is no error.
fn print(text: &str) {
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}

fn to_json(value: &impl serde::Serialize) -> Result<String, Stop> {
    serde_json::to_string_pretty(value)
        .map(|json| json + "\n")
        .map_err(|error| Stop(format!("cannot write JSON: {error}")))
}

fn import(file: &Path, json: bool, akn: Option<&Path>) -> Result<(), Stop> {
    let document = read(file)?;
    if let Some(out) = akn {
        let xml = congvu_law::write_akn(&document);
        if let Some(issue) = congvu_law::check_akn(&xml, Some(&document)).first() {
            return Err(Stop(format!("the Akoma Ntoso text failed its own check: {issue}")));
        }
        write_file(out, &xml)?;
    }
    let text = if json { to_json(&Report::of(&document))? } else { summary(&document) };
    print(&text);
    Ok(())
}

/// The document for a person: what it is, what is in it, what to look at.
fn summary(document: &Document) -> String {
    let facts = &document.facts;
    let or_none =
        |value: &Option<String>| value.clone().unwrap_or_else(|| "không ghi / not given".to_owned());
    let mut lines = vec![
        format!("Quyết định số / Number      {}", or_none(&facts.number)),
        format!("Ngày ban hành / Issued      {}", or_none(&facts.issued)),
        format!("Hiệu lực từ / In force      {}", or_none(&facts.in_force)),
        format!("Cơ quan ban hành / Issuer   {}", or_none(&facts.issuer)),
        format!("Cơ quan / Department        {}", or_none(&facts.department)),
    ];
    if !facts.replaces.is_empty() {
        lines.push(format!("Thay thế / Replaces         {}", facts.replaces.join(", ")));
    }
    if let Some(signer) = &facts.signer {
        let parts: Vec<&str> =
            [&signer.form, &signer.title, &signer.name].into_iter().flatten().map(String::as_str).collect();
        lines.push(format!("Người ký / Signed by        {}", parts.join(", ")));
    }
    lines.push(format!("Nơi nhận / Recipients       {}", facts.recipients.len()));
    lines.push(format!("URI                         {}", document.expression()));
    lines.push(String::new());
    for node in document.walk() {
        match node.kind {
            NodeKind::Chapter | NodeKind::Attachment => {
                lines.push(format!(
                    "{} {}",
                    node.mark,
                    node.heading.as_deref().unwrap_or("— văn bản kèm theo / attached text")
                ));
            }
            NodeKind::Article => lines.push(article_line(node)),
            _ => {}
        }
    }
    lines.push(String::new());
    structure(document, &mut lines);
    diagnostics(document, &mut lines);
    lines.push(String::new());
    lines.join("\n")
}

fn article_line(node: &congvu_law::Node) -> String {
    let paragraphs = node.children_of(NodeKind::Paragraph).count();
    let points = node.walk().filter(|inner| inner.kind == NodeKind::Point).count();
    let heading = node.heading.clone().unwrap_or_else(|| {
        let words = node.own_words();
        let short: String = words.chars().take(60).collect();
        if short.len() < words.len() { format!("{short}…") } else { short }
    });
    let counts = if paragraphs + points > 0 {
        format!("  [{paragraphs} khoản, {points} điểm]")
    } else {
        String::new()
    };
    format!("  {} {heading}{counts}  ({})", node.mark, node.eid)
}

fn structure(document: &Document, lines: &mut Vec<String>) {
    let structure = &document.facts.structure;
    let deputies = structure.max_deputies.map_or_else(
        || "không ghi số / no number given".to_owned(),
        |most| format!("không quá / at most {most}"),
    );
    lines.push(format!("Phó Giám đốc / Deputies: {deputies}"));
    for (title, names) in [
        ("Phòng, ban / Units", &structure.units),
        ("Đơn vị sự nghiệp / Public service units", &structure.public_service_units),
    ] {
        let names = names.as_deref().unwrap_or(&[]);
        lines.push(format!("{title}: {}", names.len()));
        lines.extend(names.iter().map(|name| format!("  - {name}")));
    }
}

fn diagnostics(document: &Document, lines: &mut Vec<String>) {
    let shown = document.diagnostics.iter().filter(|one| one.severity != Severity::Hint);
    let hints = document.diagnostics.len() - shown.clone().count();
    lines.push(String::new());
    lines.push(format!(
        "Lưu ý / Remarks ({hints} về trình bày không nêu ở đây / {hints} on layout not shown):"
    ));
    for one in shown {
        let weight = if one.severity == Severity::Warning { "warning" } else { "info" };
        lines.push(format!("  {}:{} {weight}: {}", one.line, one.column, one.message));
    }
}

fn compare(a: &Path, b: &Path, json: bool, html: Option<&Path>, all: bool) -> Result<(), Stop> {
    let (a, b) = (read(a)?, read(b)?);
    let comparison = congvu_law::compare(&a, &b);
    if let Some(out) = html {
        write_file(out, &congvu_law::comparison_html(&comparison))?;
    }
    let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let text =
        if json { to_json(&comparison)? } else { congvu_law::comparison_text(&comparison, colour, all) };
    print(&text);
    Ok(())
}

#[derive(serde::Serialize)]
struct Measurement {
    small_bytes: usize,
    small_ms: f64,
    large_bytes: usize,
    large_ms: f64,
    /// Time per byte of the large text over that of the small one: 1 is exactly in proportion.
    ratio: f64,
}

fn bench(file: Option<&Path>, large_mb: usize, json: bool) -> Result<(), Stop> {
    let sample = file.map_or_else(|| Ok(BENCH_SAMPLE.as_bytes().to_vec()), read_bytes)?;
    let document = congvu_law::import(&sample).map_err(|error| Stop(error.to_string()))?;
    let large = congvu_law::grow(&document, large_mb.clamp(1, 60) * 1024 * 1024);
    let small_ms = best_ms(&sample, 41)?;
    let large_ms = best_ms(large.as_bytes(), 3)?;
    #[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^52 bytes")]
    let per_byte = |ms: f64, bytes: usize| ms / bytes.max(1) as f64;
    let measured = Measurement {
        small_bytes: sample.len(),
        small_ms,
        large_bytes: large.len(),
        large_ms,
        ratio: per_byte(large_ms, large.len()) / per_byte(small_ms, sample.len()),
    };
    let text = if json {
        to_json(&measured)?
    } else {
        format!(
            "{} bytes: {:.2} ms\n{} bytes: {:.0} ms\ntime per byte, large over small: {:.2}\n",
            measured.small_bytes, measured.small_ms, measured.large_bytes, measured.large_ms, measured.ratio
        )
    };
    print(&text);
    Ok(())
}

/// The best of several runs: the one that other programs disturbed least.
fn best_ms(bytes: &[u8], runs: usize) -> Result<f64, Stop> {
    let mut best = Duration::MAX;
    for _ in 0..runs {
        let start = Instant::now();
        let document = congvu_law::import(bytes).map_err(|error| Stop(error.to_string()))?;
        best = best.min(start.elapsed());
        drop(document);
    }
    Ok(best.as_secs_f64() * 1000.0)
}
