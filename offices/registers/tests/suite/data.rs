//! Registers for programs: nothing private in any form, pages that follow each other, caches that are told the truth.

use crate::house::{AGENCY, House, REGISTER, day, entry};
use congvu_register::Entry;
use serde_json::{Value, json};

fn list(rest: &str) -> String {
    format!("/{AGENCY}/registers/{REGISTER}{rest}")
}

/// What the sample entries hold and no register shows.
const PRIVATE: [&str; 3] = ["3700000001", "0274999888", "a@vidu.vn"];

// conformance: ND47-17.1.d, ND47-17.1.đ, ND47-17.1.e, ND47-20.1
#[tokio::test]
async fn no_private_value_in_any_form() {
    let house = House::filled().await;
    let number = "/2023/02/GP-STTTT";
    for path in [
        list(""),
        list(".csv"),
        list(".json"),
        list(".atom"),
        list(".jsonld"),
        list(number),
        list(&format!("{number}.json")),
        format!("/{AGENCY}/registers.jsonld"),
        list("?on=2023-12-31"),
        list(".json?on=2023-12-31&limit=1"),
    ] {
        let answer = house.get(&path).await;
        assert_eq!(answer.status, 200, "{path}");
        let text = answer.text();
        for private in PRIVATE {
            assert!(!text.contains(private), "{path} shows {private}");
        }
    }
}

/// The same for values nobody has thought of: every property that the register does not call public is given a value that
/// must not come out, every public one a value that must.
#[tokio::test]
async fn only_declared_properties_come_out() {
    let house = House::open().await;
    let def = house.desk.library().registers[REGISTER].clone();
    let mut one = entry("2024/31/GP-STTTT", "Tên công khai", day(2024, 1, 5));
    let more = ["identity_number", "birthday", "note", "representative", "signature", "Ẩn danh"];
    let private = one.content.keys().filter(|k| !def.public.contains(k)).cloned();
    let private: Vec<String> = private.chain(more.map(str::to_owned)).collect();
    for (at, name) in private.iter().enumerate() {
        let hidden = json!({ "a": [format!("KÍN-{at}"), { "b": format!("KÍN-{at}") }] });
        one.content.insert(name.clone(), if at % 2 == 0 { hidden } else { json!(format!("KÍN-{at}")) });
    }
    house.entry(AGENCY, &one, "HIDE000011112222").await;
    let second = Entry { version: 2, since: day(2024, 2, 5), ..one.clone() };
    house.entry(AGENCY, &second, "HIDE000011113333").await;
    for form in ["", ".csv", ".json", ".atom", "/2024/31/GP-STTTT", "/2024/31/GP-STTTT.json"] {
        let text = house.get(&list(form)).await.text();
        assert!(text.contains("Tên công khai"), "{form}");
        assert!(!text.contains("KÍN-"), "{form} shows what is not public");
    }
}

// conformance: ND47-17.1.a, ND47-24.3
#[tokio::test]
async fn json_page_after_page() {
    let house = House::open().await;
    for n in 1..=7 {
        let one = entry(&format!("2024/{n:02}/GP-STTTT"), &format!("Đơn vị {n}"), day(2024, 1, 2));
        house.entry(AGENCY, &one, &format!("JSON{n:04}")).await;
    }
    let (mut path, mut seen) = (list(".json?limit=3"), Vec::new());
    loop {
        let answer = house.get(&path).await;
        let body = answer.json();
        assert_eq!(answer.headers["content-type"], "application/json");
        assert_eq!(body["register"], REGISTER);
        let entries = body["entries"].as_array().unwrap();
        assert!(entries.len() <= 3);
        seen.extend(entries.iter().map(|e| e["url"].as_str().unwrap().to_owned()));
        let Some(next) = body["next"].as_str() else { break };
        assert_eq!(answer.headers["link"], format!("<{next}>; rel=\"next\""));
        path = next.strip_prefix("https://congvu.example").unwrap().to_owned();
    }
    assert_eq!(seen.len(), 7);
    let lasting = seen[0].strip_prefix("https://congvu.example").unwrap();
    assert_eq!(house.get(lasting).await.status, 200, "the address of an entry leads to it");
    let one = house.ask(lasting, "application/json", None).await.json();
    assert_eq!((&one["number"], &one["standing"]), (&json!("01/GP-STTTT"), &json!("valid")));
    assert_eq!(house.get(&list(".json?limit=0")).await.json()["entries"].as_array().unwrap().len(), 1);
    assert_eq!(house.get(&list(".json?q=don+vi+4")).await.json()["entries"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn json_as_of_a_day() {
    let house = House::filled().await;
    let said = |body: &Value| {
        let all = body["entries"].as_array().unwrap().clone();
        all.iter()
            .map(|e| format!("{} {}", e["number"].as_str().unwrap(), e["standing"].as_str().unwrap()))
            .collect::<Vec<_>>()
    };
    let now = said(&house.get(&list(".json")).await.json());
    assert!(
        now.contains(&"03/GP-STTTT expired".to_owned()) && now.contains(&"04/GP-STTTT revoked".to_owned())
    );
    let then = said(&house.get(&list(".json?on=2022-06-30")).await.json());
    assert_eq!(then, ["03/GP-STTTT valid", "04/GP-STTTT valid", "05/GP-STTTT suspended"]);
    let entry = house.get(&list("/2023/02/GP-STTTT.json?on=2023-12-31")).await.json();
    assert_eq!((&entry["version"], &entry["content"]["site_name"]), (&json!(1), &json!("=Trang tin")));
    assert_eq!(entry["history"].as_array().unwrap().len(), 2);
    assert_eq!(house.get(&list("/2023/02/GP-STTTT.json?on=2020-01-01")).await.status, 404);
    // Links made before the word changed.
    assert_eq!(said(&house.get(&list(".json?at=2022-06-30")).await.json()), then);
}

async fn with(house: &House, path: &str, name: &'static str, value: &str) -> crate::house::Answer {
    house.headed(path, name, value).await
}

#[tokio::test]
async fn feed_is_read_and_cached() {
    let house = House::filled().await;
    let answer = house.get(&list(".atom")).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.headers["content-type"], "application/atom+xml; charset=utf-8");
    let text = answer.text();
    assert_eq!(text.matches("<entry>").count(), 7, "every version");
    let first = text.split("<entry>").nth(1).unwrap();
    assert!(
        first.contains("01/GP-STTTT: Còn hiệu lực") && first.contains("2024-03-01T09:30:00+07:00"),
        "{first}"
    );
    // What the validators read is what the server says: set CONGVU_WRITE_SAMPLES to write it anew.
    let kept = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/suite/feed.atom");
    if std::env::var_os("CONGVU_WRITE_SAMPLES").is_some() {
        std::fs::write(kept, &text).unwrap();
    }
    assert_eq!(std::fs::read_to_string(kept).unwrap(), text);
    let tag = answer.headers["etag"].to_str().unwrap().to_owned();
    assert_eq!(answer.headers["last-modified"], "Fri, 01 Mar 2024 02:30:00 GMT");
    for (name, value, status) in [
        ("if-none-match", tag.as_str(), 304),
        ("if-none-match", "\"other\"", 200),
        ("if-modified-since", "Fri, 01 Mar 2024 02:30:00 GMT", 304),
        ("if-modified-since", "Fri, 01 Mar 2024 02:29:59 GMT", 200),
        ("if-modified-since", "yesterday", 200),
    ] {
        let again = with(&house, &list(".atom"), name, value).await;
        assert_eq!(again.status, status, "{name}: {value}");
        assert_eq!(again.bytes.is_empty(), status == 304);
        assert_eq!(again.headers["etag"], tag.as_str());
    }
    let page = house.get(&list("")).await;
    let links: Vec<_> = page.headers.get_all("link").iter().map(|v| v.to_str().unwrap().to_owned()).collect();
    assert!(
        links.iter().any(|l| l.contains(".atom>; rel=\"alternate\"; type=\"application/atom+xml\"")),
        "{links:?}"
    );
}

// conformance: ND47-11.4, ND47-21.1
#[tokio::test]
async fn described_for_portals() {
    let house = House::filled().await;
    let one = house.get(&list(".jsonld")).await;
    assert_eq!(one.headers["content-type"], "application/ld+json");
    let one = one.json();
    assert_eq!(
        (&one["@type"], &one["dct:identifier"]),
        (&json!("dcat:Dataset"), &json!("binh-duong/aggregated-sites"))
    );
    for file in one["dcat:distribution"].as_array().unwrap() {
        let href = file["dcat:downloadURL"]["@id"].as_str().unwrap();
        let path = href.strip_prefix("https://congvu.example").unwrap();
        let answer = house.get(path).await;
        let kind = answer.headers["content-type"].to_str().unwrap().split(';').next().unwrap().to_owned();
        assert_eq!(answer.status, 200, "{href}");
        assert!(file["dcat:mediaType"]["@id"].as_str().unwrap().ends_with(&kind), "{href} is {kind}");
    }
    let all = house.get(&format!("/{AGENCY}/registers.jsonld")).await.json();
    let all = all["dcat:dataset"].as_array().unwrap();
    assert!(all.len() >= 19 && all.iter().all(|d| !d["@id"].as_str().unwrap().contains("deposits")));
}

#[tokio::test]
async fn a_book_of_the_office_is_no_page_for_the_public() {
    let house = House::open().await;
    assert!(!house.desk.library().registers["publication-deposits"].listed);
    for form in ["", ".csv", ".json", ".atom", ".jsonld", "/2024/01/XN-STTTT", "/2024/01/XN-STTTT.json"] {
        let path = format!("/{AGENCY}/registers/publication-deposits{form}");
        assert_eq!(house.get(&path).await.status, 404, "{path}");
    }
    let all = house.get(&format!("/{AGENCY}/registers")).await.text();
    assert!(all.contains("aggregated-sites") && !all.contains("deposits"));
    let import = house.get(&format!("/{AGENCY}/desk/registers/{REGISTER}/import")).await;
    assert_eq!(import.status, 303);
    assert!(import.headers["location"].to_str().unwrap().starts_with("/binh-duong/sign-in?next="));
}
