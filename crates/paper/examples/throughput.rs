//! How many one-page papers a second: `cargo run --release -p congvu-paper --example throughput [PAPERS]`.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::Instant;

use congvu_paper::{FontSource, PaperError, PaperJob, TemplateSet, Typesetter};
use serde_json::Value;

#[expect(clippy::print_stdout, reason = "an example speaks on the command line")]
fn main() -> Result<(), Box<dyn Error>> {
    let papers: usize = std::env::args().nth(1).map_or(Ok(1000), |n| n.parse())?;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/vn/papers");
    let start = Instant::now();
    let typesetter = Typesetter::new(&FontSource::EmbeddedOnly)?;
    println!("fonts loaded in {:.1} ms", start.elapsed().as_secs_f64() * 1000.0);
    let mut files = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        if let (Some("typ"), Some(name)) =
            (path.extension().and_then(|e| e.to_str()), path.file_name().and_then(|n| n.to_str()))
        {
            files.push((name.to_owned(), fs::read_to_string(&path)?));
        }
    }
    let templates = TemplateSet::new(files)?;
    for name in ["form-receipt", "licence-extended"] {
        let text = fs::read_to_string(folder.join(format!("samples/{name}.json")))?;
        let data: Value = serde_json::from_str(&text)?;
        let main = format!("{name}.typ");
        for threads in [1, 2] {
            let start = Instant::now();
            let pages = run(&typesetter, &templates, &main, &data, papers, threads)?;
            let seconds = start.elapsed().as_secs_f64();
            println!(
                "{name}: {threads} thread(s), {papers} papers, {pages} pages in {seconds:.2} s: {:.0} pages/s, {:.2} ms a paper and thread; {} MB resident",
                pages as f64 / seconds,
                seconds * 1000.0 * threads as f64 / papers as f64,
                resident_megabytes().unwrap_or(0)
            );
        }
    }
    Ok(())
}

/// Every paper has its own number, holder, code and address, as in real work.
fn run(
    typesetter: &Typesetter,
    templates: &TemplateSet,
    main: &str,
    data: &Value,
    papers: usize,
    threads: usize,
) -> Result<usize, PaperError> {
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|thread| {
                scope.spawn(move || {
                    let mut pages = 0;
                    for paper in (thread..papers).step_by(threads) {
                        let number = format!("{threads}{paper:05}");
                        let mut data = data.clone();
                        for (pointer, value) in [
                            ("/number", number.clone()),
                            ("/verify/url", format!("https://congvu.example.vn/v/{number}")),
                            ("/verify/code", number.clone()),
                            ("/case/code", format!("000.00.12.H09-240304-{number}")),
                            ("/body/applicant/name", format!("Công ty Cổ phần số {number}")),
                            ("/body/holder", format!("Công ty Cổ phần số {number}")),
                        ] {
                            if let Some(place) = data.pointer_mut(pointer) {
                                *place = value.into();
                            }
                        }
                        let at = jiff::civil::date(2024, 3, 4).at(8, 0, 0, 0);
                        let job = PaperJob { templates, main, data: &data, assets: &[], at, lang: "vi" };
                        pages += typesetter.typeset(&job)?.pages;
                    }
                    Ok(pages)
                })
            })
            .collect();
        workers.into_iter().map(|w| w.join().unwrap_or_else(|_| Err(stopped()))).sum()
    })
}

fn stopped() -> PaperError {
    PaperError { file: None, line: None, column: None, message: "a worker stopped".to_owned() }
}

/// Resident memory where the system tells it (Linux).
fn resident_megabytes() -> Option<usize> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse::<usize>().ok().map(|kb| kb / 1024)
}
