//! From the lines of a paper register to rows.

use congvu_register::import::{
    Choice, FIXED, Field, Kind, Line, MAX_FAULTS, MAX_ROWS, Preview, Why, fields, read,
};
use congvu_register::{RegisterDef, Status, Words};
use jiff::civil::date;
use proptest::prelude::*;
use serde_json::{Value, json};

fn words(text: &str) -> Words {
    Words { vi: text.to_owned(), en: text.to_owned() }
}

fn register() -> RegisterDef {
    RegisterDef {
        id: "newsletters".into(),
        name: words("Bản tin"),
        about: words("Bản tin"),
        holder: "licensee".into(),
        public: vec!["licensee".into(), "frequency".into(), "copies".into(), "domains".into(), "kind".into()],
        search: vec!["newsletter_name".into()],
        paper: None,
        owner: "enterprise_code".into(),
        listed: true,
    }
}

fn schema() -> Value {
    json!({ "properties": {
        "licensee": { "type": "string", "x-vi": "Tên cơ quan", "x-en": "Agency", "x-order": 1, "maxLength": 20 },
        "enterprise_code": { "type": "string", "x-vi": "Mã số", "x-en": "Code", "x-order": 2 },
        "frequency": { "type": "string", "x-vi": "Kỳ hạn", "x-en": "Frequency", "x-order": 4 },
        "copies": { "type": "integer", "x-vi": "Số lượng", "x-en": "Copies", "x-order": 5 },
        "domains": { "type": "array", "items": { "type": "string" }, "x-vi": "Tên miền", "x-en": "Domains", "x-order": 6 },
        "kind": { "type": "string", "enum": ["person", "organisation"], "x-vi": "Chủ là", "x-en": "Kind", "x-order": 7,
            "x-choices": { "person": { "vi": "Cá nhân", "en": "Person" } } },
        "phone": { "type": "string", "x-vi": "Điện thoại", "x-en": "Phone", "x-private": true },
    }})
}

fn all_fields() -> Vec<Field> {
    let status = ["valid", "revoked", "suspended"].map(|v| Choice { value: v.into(), names: Vec::new() });
    let named = [
        ("Số", Kind::Text, true),
        ("Ngày cấp", Kind::Date, true),
        ("Đến hết ngày", Kind::Date, false),
        ("Tình trạng", Kind::Choice(status.to_vec()), false),
        ("Trang sổ", Kind::Text, false),
    ];
    let fixed = FIXED.iter().zip(named).map(|(key, (name, kind, required))| Field {
        key: (*key).to_owned(),
        names: vec![name.to_owned()],
        kind,
        required,
        max_chars: 100,
    });
    fixed.chain(fields(&register(), Some(&schema()))).collect()
}

fn sheet(text: &str) -> Vec<Line> {
    let line = |(at, text): (usize, &str)| Line {
        number: u32::try_from(at).unwrap_or(0) + 1,
        cells: text.split('|').map(str::to_owned).collect(),
    };
    text.lines().enumerate().map(line).collect()
}

fn previewed(text: &str) -> Preview {
    let fits =
        |key: &str, value: &Value| key != "enterprise_code" || value.as_str().is_some_and(|c| c.len() == 10);
    read(&sheet(text), &all_fields(), &fits, date(2024, 3, 4))
}

#[test]
fn columns_come_from_the_form_and_hold_no_contacts() {
    let keys: Vec<String> = fields(&register(), Some(&schema())).into_iter().map(|f| f.key).collect();
    assert_eq!(
        keys,
        ["licensee", "enterprise_code", "frequency", "copies", "domains", "kind", "newsletter_name"]
    );
}

#[test]
fn a_good_sheet_under_its_titles() {
    let read = previewed(
        "SỔ CẤP GIẤY PHÉP|\n\nso|NGAY CAP|Tên cơ quan|copies|Tên miền|Chủ là|Ghi chú|Đến hết ngày|Tình trạng|Trang sổ\n\
         05/GP-STTTT|5/3/2019|Báo  Mẫu|1.000|a.vn; b.vn|ca nhan|x|04/03/2024|valid|tr. 7\n\
         2019/06/GP-STTTT|ngày 6 tháng 3 năm 2019|Trường Mẫu|||||||",
    );
    assert_eq!(read.faults, []);
    assert_eq!((read.lines, read.unknown.as_slice()), (2, ["Ghi chú".to_owned()].as_slice()));
    let first = read.rows.first().expect("a row");
    assert_eq!((first.key().as_str(), first.line, first.page.as_str()), ("2019/05/GP-STTTT", 4, "tr. 7"));
    assert_eq!(first.last_day, Some(date(2024, 3, 4)));
    assert_eq!(
        Value::Object(first.content.clone()),
        json!({ "licensee": "Báo Mẫu", "copies": 1000, "domains": ["a.vn", "b.vn"], "kind": "person" })
    );
    let second = read.rows.get(1).expect("a row");
    assert_eq!((second.number.as_str(), second.status), ("06/GP-STTTT", Status::Valid));
    assert!(read.is_whole());
}

#[test]
fn each_fault_has_its_line_column_and_reason() {
    let head = "Số|Ngày cấp|Tên cơ quan|Mã số|Số lượng|Chủ là|Đến hết ngày|Tình trạng";
    for (line, column, why) in [
        ("|5/3/2019|A|||||", "Số", Why::Required),
        ("1/GP||A|||||", "Ngày cấp", Why::Required),
        ("1/GP|5/3/2019||||||", "Tên cơ quan", Why::Required),
        ("1/GP|31/2/2019|A|||||", "Ngày cấp", Why::NotADate),
        ("1/GP|5/3/2024|A|||||", "Ngày cấp", Why::Future),
        ("1/GP|5/3/2019|A||||4/3/2019|", "Đến hết ngày", Why::BeforeIssue),
        ("1/GP|5/3/2019|A||nhiều|||", "Số lượng", Why::NotANumber),
        ("1/GP|5/3/2019|A|||ai đó||", "Chủ là", Why::NotAChoice),
        ("1/GP|5/3/2019|A|||||mất", "Tình trạng", Why::NotAChoice),
        ("1/GP|5/3/2019|Một tên dài hơn hai mươi chữ|||||", "Tên cơ quan", Why::TooLong { max: 20 }),
        ("1/GP|5/3/2019|A|123||||", "Mã số", Why::Form),
        ("../GP|5/3/2019|A|||||", "Số", Why::Form),
        ("1?GP|5/3/2019|A|||||", "Số", Why::Form),
        ("//|5/3/2019|A|||||", "Số", Why::Form),
    ] {
        let read = previewed(&format!("{head}\n9/GP|1/1/2019|Đúng|||||\n{line}"));
        let told: Vec<_> = read.faults.iter().map(|f| (f.line, f.column.as_str(), f.why.clone())).collect();
        assert_eq!(told, [(3, column, why)], "{line}");
        assert_eq!(read.rows.len(), 1, "{line}");
        assert!(!read.is_whole());
    }
}

#[test]
fn the_sheet_as_a_whole() {
    let why = |text: &str| previewed(text).faults.into_iter().map(|f| f.why).collect::<Vec<_>>();
    assert_eq!(why(""), [Why::Nothing]);
    assert_eq!(why("Số|Ngày cấp|Tên cơ quan"), [Why::Nothing]);
    assert_eq!(why("Số|Tên cơ quan\n1/GP|A"), [Why::MissingColumn]);
    assert_eq!(why("Số|So|Ngày cấp|Tên cơ quan\n1/GP|2/GP|5/3/2019|A"), [Why::TwiceColumn]);
    let twice = "Số|Ngày cấp|Tên cơ quan\n1/GP|5/3/2019|A\n1/gp|6/3/2019|B\n1/GP|6/3/2018|C";
    assert_eq!(why(twice), [Why::TwiceInSheet { line: 2 }]);
    let rows = |n: usize, cell: &str| {
        let lines: Vec<String> = (0..n).map(|i| format!("{i}/GP|{cell}|A")).collect();
        format!("Số|Ngày cấp|Tên cơ quan\n{}", lines.join("\n"))
    };
    assert_eq!(why(&rows(MAX_ROWS + 1, "5/3/2019")), [Why::TooMany { max: MAX_ROWS }]);
    let wrong = previewed(&rows(MAX_ROWS, "?"));
    assert_eq!((wrong.faults.len(), wrong.fault_count), (MAX_FAULTS, MAX_ROWS));
}

proptest! {
    /// Whatever stands in a sheet, each filled line under the head is a row or has a fault, and rows keep their limits.
    #[test]
    fn nothing_disappears(cells in prop::collection::vec(prop::collection::vec(".{0,12}", 0..5), 0..8)) {
        let mut lines = sheet("Số|Ngày cấp|Tên cơ quan");
        lines.extend(cells.into_iter().zip(2..).map(|(cells, number)| Line { number, cells }));
        let read = read(&lines, &all_fields(), &|_, _| true, date(2024, 3, 4));
        let faulty: std::collections::BTreeSet<u32> = read.faults.iter().map(|f| f.line).collect();
        prop_assert!(read.lines == 0 || read.rows.len() + faulty.len() == read.lines);
        prop_assert!(read.rows.iter().all(|r| r.content.contains_key("licensee") && !r.number.is_empty()));
    }
}
