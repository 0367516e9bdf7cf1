//! Registers described for data portals: DCAT (W3C, version 3) in JSON-LD, as DCAT-AP lays it out.

use super::cached;
use super::json::address;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use congvu_desk::Desk;
use congvu_pack::Agency;
use congvu_register::RegisterDef;
use congvu_views::agency_of;
use congvu_web::{PageCx, WebError};
use serde_json::{Value, json};

/// Media type of the answers.
const JSON_LD: &str = "application/ld+json";
/// Media types of the EU vocabulary by the end of an address; portals know a format by these.
const FORMATS: [(&str, &str, &str); 3] = [
    (".csv", "text/csv", "http://publications.europa.eu/resource/authority/file-type/CSV"),
    (".json", "application/json", "http://publications.europa.eu/resource/authority/file-type/JSON"),
    (".atom", "application/atom+xml", "http://publications.europa.eu/resource/authority/file-type/ATOM"),
];

/// `GET /{agency}/registers/{register}.jsonld`.
pub(super) fn register(
    desk: &Desk,
    headers: &HeaderMap,
    agency: &Agency,
    def: &RegisterDef,
) -> Result<Response, WebError> {
    let mut body = described(desk, agency, def);
    if let Value::Object(body) = &mut body {
        body.insert("@context".into(), context());
    }
    Ok(cached::answer(headers, JSON_LD, def.listed, None, body.to_string()))
}

/// `GET /{agency}/registers.jsonld`: all public registers of a department.
pub(crate) async fn catalogue(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    cx: PageCx,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &agency)?;
    let all: Vec<Value> =
        super::of(desk.library(), agency).into_iter().map(|def| described(&desk, agency, def)).collect();
    let base = format!("{}/{}/registers", desk.base_url(), agency.id());
    let w = |lang| cx.words().of(lang);
    let title = [congvu_web::Lang::Vi, congvu_web::Lang::En]
        .map(|lang| json!({ "@value": w(lang).t("registers-title"), "@language": lang.code() }));
    let about = [congvu_web::Lang::Vi, congvu_web::Lang::En]
        .map(|lang| json!({ "@value": w(lang).t("registers-lead"), "@language": lang.code() }));
    let body = json!({
        "@context": context(),
        "@id": base,
        "@type": "dcat:Catalog",
        "dct:title": title,
        "dct:description": about,
        "dct:publisher": publisher(desk.base_url(), agency),
        "foaf:homepage": { "@id": base },
        "dcat:dataset": all,
    });
    Ok(cached::answer(&headers, JSON_LD, true, None, body.to_string()))
}

fn context() -> Value {
    json!({
        "dcat": "http://www.w3.org/ns/dcat#",
        "dct": "http://purl.org/dc/terms/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    })
}

fn both(vi: &str, en: &str) -> Value {
    json!([{ "@value": vi, "@language": "vi" }, { "@value": en, "@language": "en" }])
}

fn publisher(base: &str, agency: &Agency) -> Value {
    let name = &agency.file.name;
    json!({ "@id": format!("{base}/{}", agency.id()), "@type": "foaf:Agent", "foaf:name": both(&name.vi, &name.en) })
}

fn described(desk: &Desk, agency: &Agency, def: &RegisterDef) -> Value {
    let base = address(desk, agency, def);
    let files: Vec<Value> = FORMATS
        .iter()
        .map(|(end, kind, format)| {
            json!({
                "@type": "dcat:Distribution",
                "dcat:accessURL": { "@id": format!("{base}{end}") },
                "dcat:downloadURL": { "@id": format!("{base}{end}") },
                "dcat:mediaType": { "@id": format!("https://www.iana.org/assignments/media-types/{kind}") },
                "dct:format": { "@id": format },
            })
        })
        .collect();
    json!({
        "@id": base,
        "@type": "dcat:Dataset",
        "dct:identifier": format!("{}/{}", agency.id(), def.id),
        "dct:title": both(&def.name.vi, &def.name.en),
        "dct:description": both(&def.about.vi, &def.about.en),
        "dct:publisher": publisher(desk.base_url(), agency),
        "dct:accrualPeriodicity": { "@id": "http://publications.europa.eu/resource/authority/frequency/CONT" },
        "dct:accessRights": { "@id": "http://publications.europa.eu/resource/authority/access-right/PUBLIC" },
        "dcat:landingPage": { "@id": base },
        "dcat:distribution": files,
    })
}
