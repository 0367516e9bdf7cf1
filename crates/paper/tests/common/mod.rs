//! What the tests share: the templates of the common pack, its samples, one typesetter.

#![allow(dead_code, reason = "each test file uses a part")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use congvu_paper::{FontSource, PageText, PaperError, PaperJob, TemplateSet, Typesetter};
use serde_json::Value;

/// Embedded fonts only, so that every machine gives the same lines.
pub static TYPESETTER: LazyLock<Typesetter> =
    LazyLock::new(|| Typesetter::new(&FontSource::EmbeddedOnly).unwrap());

pub static TEMPLATES: LazyLock<TemplateSet> = LazyLock::new(|| {
    TemplateSet::new(
        files(&papers_dir(), "typ").into_iter().map(|path| (name(&path), fs::read_to_string(path).unwrap())),
    )
    .unwrap()
});

pub fn papers_dir() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/vn/papers")
}

pub fn files(dir: &Path, extension: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == extension))
        .collect();
    files.sort();
    files
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_str().unwrap().to_owned()
}

/// Names of the papers that have a sample, without extension.
pub fn sample_names() -> Vec<String> {
    files(&papers_dir().join("samples"), "json")
        .iter()
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect()
}

pub fn sample(name: &str) -> Value {
    let path = papers_dir().join(format!("samples/{name}.json"));
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// An edge case of this crate's own: the sample of `paper`, with the members of `testdata/NAME.json` laid over it.
pub fn edge_case(paper: &str, name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("testdata/{name}.json"));
    let mut data = sample(paper);
    overlay(&mut data, serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap());
    data
}

pub fn overlay(data: &mut Value, over: Value) {
    match (data, over) {
        (Value::Object(data), Value::Object(over)) => {
            for (key, value) in over {
                overlay(data.entry(key).or_insert(Value::Null), value);
            }
        }
        (data, over) => *data = over,
    }
}

pub fn job<'a>(main: &'a str, data: &'a Value) -> PaperJob<'a> {
    PaperJob {
        templates: &TEMPLATES,
        main,
        data,
        assets: &[],
        at: jiff::civil::date(2024, 3, 4).at(8, 15, 0, 0),
        lang: "vi",
    }
}

/// Sets a one-file template with data.
pub fn set(source: &str, data: &Value) -> Result<congvu_paper::Paper, PaperError> {
    let templates = TemplateSet::new([("main.typ", source)])?;
    TYPESETTER.typeset(&PaperJob { templates: &templates, ..job("main.typ", data) })
}

/// All words of a paper in reading order from the top down, lines joined by a space.
pub fn words(pages: &[PageText]) -> String {
    let lines: Vec<&str> = pages.iter().flat_map(|p| &p.lines).map(|l| l.text.as_str()).collect();
    lines.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// One line of text for each line of the paper: page, baseline and left edge in millimetres, size in points.
pub fn dump(pages: &[PageText]) -> String {
    let mut out = String::new();
    for (page, text) in pages.iter().enumerate() {
        for line in &text.lines {
            let size = f64::from(i32::try_from(line.size_decipoints).unwrap()) / 10.0;
            out.push_str(&format!(
                "{} {:>3} {:>3} {size:>4} {}\n",
                page + 1,
                line.y_mm,
                line.x_mm,
                line.text
            ));
        }
    }
    out
}
