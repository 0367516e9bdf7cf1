//! Every template of the common pack with its sample: snapshot of its lines, conformance, contract.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a helper of a test fails as the test does"
)]

mod common;

use std::collections::BTreeSet;

use common::{TEMPLATES, TYPESETTER, job, papers_dir, sample, sample_names, words};

/// Where the lines of each paper stand. A snapshot changes when wording or layout changes: look at the pages, then accept it.
#[test]
fn lines_of_every_paper() {
    for name in sample_names() {
        let data = sample(&name);
        let pages = TYPESETTER.text(&job(&format!("{name}.typ"), &data)).unwrap();
        insta::assert_snapshot!(name, common::dump(&pages));
    }
}

#[test]
fn every_paper_is_an_accessible_archive_file_and_reproducible() {
    for name in sample_names() {
        let data = sample(&name);
        let main = format!("{name}.typ");
        let paper = TYPESETTER.typeset(&job(&main, &data)).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(paper.warnings, Vec::<String>::new(), "{name}");
        let pdf = String::from_utf8_lossy(&paper.pdf);
        for claim in [
            "<pdfaid:part>2</pdfaid:part>",
            "<pdfaid:conformance>A</pdfaid:conformance>",
            "<pdfuaid:part>1</pdfuaid:part>",
            "<rdf:li>vi-VN</rdf:li>",
            "2024-03-04T08:15:00+07:00",
        ] {
            assert!(pdf.contains(claim), "{name} lacks {claim}");
        }
        assert_eq!(
            paper.pdf,
            TYPESETTER.typeset(&job(&main, &data)).unwrap().pdf,
            "{name} differs on a second run"
        );
    }
}

// conformance: TT21-CN19
#[test]
fn every_paper_has_the_parts_the_decree_asks_for() {
    for name in sample_names() {
        let data = sample(&name);
        let text = words(&TYPESETTER.text(&job(&format!("{name}.typ"), &data)).unwrap());
        let mut parts = vec![
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM".to_owned(),
            "Độc lập - Tự do - Hạnh phúc".to_owned(),
            "Bình Dương, ngày ".to_owned(),
        ];
        // A book is no paper of its own: it has neither number nor code.
        if name != "form-book" {
            let (number, notation) = (data["number"].as_str().unwrap(), data["notation"].as_str().unwrap());
            parts.push(format!("Số: {number}/{notation}"));
            parts.push(data["verify"]["code"].as_str().unwrap().to_owned());
        }
        for part in &parts {
            assert!(text.contains(part), "{name} lacks `{part}`: {text}");
        }
        let signed =
            data["body"]["signers"][0]["name"].as_str().or(data["signature"]["name"].as_str()).unwrap();
        assert!(text.contains(signed), "{name} lacks {signed}");
    }
}

#[test]
fn every_template_has_a_sample_and_every_sample_a_template() {
    let libraries = ["nd30.typ", "forms.typ"];
    let templates: BTreeSet<String> =
        TEMPLATES.names().filter(|n| !libraries.contains(n)).map(|n| n.replace(".typ", "")).collect();
    assert_eq!(templates, sample_names().into_iter().collect());
}

#[test]
fn the_start_up_check_accepts_every_sample() {
    for name in sample_names() {
        let warnings = TEMPLATES.check(&TYPESETTER, &format!("{name}.typ"), &sample(&name)).unwrap();
        assert!(warnings.is_empty(), "{name}: {warnings:?}");
    }
}

#[test]
fn samples_keep_to_the_schema_and_the_schema_refuses() {
    let text = std::fs::read_to_string(papers_dir().join("paper.schema.json")).unwrap();
    let schema: serde_json::Value = serde_json::from_str(&text).unwrap();
    let whole = jsonschema::validator_for(&schema).unwrap();
    for name in sample_names() {
        let data = sample(&name);
        let faults: Vec<String> =
            whole.iter_errors(&data).map(|e| format!("{} {e}", e.instance_path())).collect();
        assert!(faults.is_empty(), "{name}: {faults:?}");
        // The body of each paper has its own definition, named as the template.
        let mut part = schema.clone();
        part["$ref"] = format!("#/$defs/{name}").into();
        part.as_object_mut().unwrap().retain(|key, _| key == "$ref" || key == "$defs");
        let body = jsonschema::validator_for(&part).unwrap();
        let faults: Vec<String> =
            body.iter_errors(&data["body"]).map(|e| format!("{} {e}", e.instance_path())).collect();
        assert!(faults.is_empty(), "{name}: {faults:?}");
        assert!(!body.is_valid(&serde_json::json!({})), "{name}: an empty body must be refused");
    }
    let refused = |pointer: &str, value: serde_json::Value| {
        let mut data = sample("licence");
        *data.pointer_mut(pointer).unwrap() = value;
        assert!(!whole.is_valid(&data), "{pointer} = {} is accepted", data.pointer(pointer).unwrap());
    };
    refused("/date/month", 13.into());
    refused("/number", 5.into());
    refused("/agency/place", serde_json::Value::Null);
    refused("/verify/url", "javascript:alert(1)".into());
    refused("/signature/lines", serde_json::json!([]));
}
