//! Statements: right ones are read, wrong ones are refused with the line.

use congvu_payment::statement::{self, Format, Headings, MAX_LINES, What};
use proptest::prelude::*;

const ACCOUNT: &str = "9990000931";
const CAMT: &str = include_str!("data/camt053.xml");

const PLAIN: Headings<'static> = Headings {
    delimiter: ',',
    reference: "Số giao dịch",
    date: "Ngày",
    date_format: "%d/%m/%Y",
    credit: "Ghi có",
    debit: Some("Ghi nợ"),
    text: "Nội dung",
    payer: Some("Người chuyển"),
    account: Some("Tài khoản"),
    thousands: Some('.'),
    decimal: Some(','),
};
const HEAD: &str = "Tài khoản,Ngày,Số giao dịch,Ghi có,Ghi nợ,Nội dung,Người chuyển\n";

fn csv(lines: &str) -> Vec<u8> {
    format!("\u{feff}{HEAD}{lines}").into_bytes()
}

/// Every fault as `line what`.
fn faults(bytes: &[u8], format: Format<'_>) -> Vec<String> {
    match statement::read(bytes, format, ACCOUNT) {
        Ok(_) => vec!["read".to_owned()],
        Err(faults) => faults.iter().map(|f| format!("{} {}", f.line, f.what.as_str())).collect(),
    }
}

#[test]
fn a_statement_in_csv() {
    let bytes =
        csv("9990000931,05/03/2024,FT1,\"10.750.000\",,\"000.00.00.H30-240304-0001, nộp phí\",Công ty A\n\
                     9990000931,05/03/2024,FT2,,50.000,Phí dịch vụ,\n");
    let read = statement::read(&bytes, Format::Csv(&PLAIN), ACCOUNT).unwrap();
    let lines: Vec<_> = read.entries.iter().map(|e| (e.line, e.reference.as_str(), e.amount)).collect();
    assert_eq!(lines, [(2, "FT1", 10_750_000), (3, "FT2", -50_000)]);
    assert_eq!(read.entries[0].payer, "Công ty A");
    assert_eq!(read.entries[0].date.to_string(), "2024-03-05");
}

#[test]
fn faults_in_csv_have_their_line() {
    let check = |lines: &str, expected: &[&str]| {
        assert_eq!(faults(&csv(lines), Format::Csv(&PLAIN)), expected, "{lines}");
    };
    check("9990000931,05/03/2024,FT1,1.000,,x,\n", &["read"]);
    check("", &["0 empty"]);
    check("1112223334,05/03/2024,FT1,1.000,,x,\n", &["2 account"]);
    check("9990000931,2024-03-05,FT1,1.000,,x,\n", &["2 date"]);
    check("9990000931,31/02/2024,FT1,1.000,,x,\n", &["2 date"]);
    check("9990000931,05/03/2024,,1.000,,x,\n", &["2 reference"]);
    check("9990000931,05/03/2024,FT1,abc,,x,\n", &["2 amount"]);
    check("9990000931,05/03/2024,FT1,\"1.000,50\",,x,\n", &["2 amount"]);
    check("9990000931,05/03/2024,FT1,1.000,2.000,x,\n", &["2 amount"]);
    check("9990000931,05/03/2024,FT1,,,x,\n", &["2 amount"]);
    check("9990000931,05/03/2024,FT1\n", &["2 columns"]);
    check("9990000931,05/03/2024,FT1,1.000,,x,\n9990000931,05/03/2024,FT1,1.000,,x,\n", &["3 twice"]);
    check("9990000931,05/03/2024,FT1,1.000,,x,\nrác\n9990000931,x,FT2,1,,y,\n", &["3 columns", "4 date"]);
    assert_eq!(faults(b"a,b\n1,2\n", Format::Csv(&PLAIN)), ["1 heading"]);
    assert_eq!(faults(b"\xff\xfe\x00", Format::Csv(&PLAIN)), ["0 encoding"]);
    assert_eq!(faults(&vec![b'a'; statement::MAX_BYTES + 1], Format::Csv(&PLAIN)), ["0 too-large"]);
}

#[test]
fn ten_thousand_lines_and_no_more() {
    let line = |n: usize| format!("9990000931,05/03/2024,FT{n},1.000,,000.00.00.H30-240304-{n:04},\n");
    let many: String = (0..MAX_LINES).map(line).collect();
    let read = statement::read(&csv(&many), Format::Csv(&PLAIN), ACCOUNT).unwrap();
    assert_eq!(read.entries.len(), MAX_LINES);
    let more = many + &line(MAX_LINES);
    assert_eq!(faults(&csv(&more), Format::Csv(&PLAIN)), ["10002 too-large"]);
}

#[test]
fn a_statement_in_camt_053() {
    let read = statement::read(CAMT.as_bytes(), Format::Camt, ACCOUNT).unwrap();
    assert_eq!(
        (read.account.as_str(), read.opening, read.closing),
        (ACCOUNT, Some(1_000_000), Some(12_700_000))
    );
    let lines: Vec<_> =
        read.entries.iter().map(|e| (e.reference.as_str(), e.amount, e.payer.as_str())).collect();
    assert_eq!(
        lines,
        [
            ("FT24065001", 10_750_000, "Cty Sao Mai & con"),
            ("FT24065002-1", 500_000, "Nguyen Van A"),
            ("FT24065002-2", 500_000, "Tran Thi B"),
            ("FT24065003", -50_000, ""),
        ]
    );
    assert!(
        read.entries[0].text.starts_with("000.00.00.H30-240304-0001 nop phi"),
        "{}",
        read.entries[0].text
    );
}

#[test]
fn what_is_no_statement_of_ours_is_refused_whole() {
    let check = |from: &str, to: &str, expected: &str| {
        assert!(CAMT.contains(from), "{from}");
        let found = faults(CAMT.replacen(from, to, 1).as_bytes(), Format::Camt);
        assert_eq!(
            found.first().map(|f| f.split_once(' ').unwrap_or((f, "")).1.to_owned()).as_deref(),
            Some(expected)
        );
    };
    check(">9990000931<", ">1112223334<", "account");
    check("12700000", "12700001", "balance");
    check("BOOK", "PDNG", "not-booked");
    check("Ccy=\"VND\">10750000", "Ccy=\"USD\">10750000", "currency");
    check(">10750000.00<", ">10750000.50<", "amount");
    check("2024-03-05</Dt></BookgDt>", "2024-13-05</Dt></BookgDt>", "date");
    check("<AcctSvcrRef>FT24065001</AcctSvcrRef>", "", "reference");
    check("<AcctSvcrRef>FT24065003<", "<AcctSvcrRef>FT24065001<", "twice");
    check("</Document>", "", "xml");
    check("BkToCstmrStmt", "BkToCstmrDbtCdtNtfctn", "xml");
    check("<Document", "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><Document", "document-type");
    check("&amp;", "&lol;", "document-type");
    assert_eq!(faults(b"<a", Format::Camt).len(), 1);
    let deep = "<a>".repeat(100_000);
    assert_eq!(faults(deep.as_bytes(), Format::Camt), ["1 xml"]);
}

#[test]
fn kinds_of_fault_have_names_of_their_own() {
    let all = [
        What::TooLarge,
        What::Encoding,
        What::Heading,
        What::Columns,
        What::Reference,
        What::Twice,
        What::Date,
    ];
    let names: std::collections::BTreeSet<_> = all.iter().map(|w| w.as_str()).collect();
    assert_eq!(names.len(), all.len());
}

proptest! {
    #[test]
    fn nothing_makes_the_reader_fall_over(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _ = statement::read(&bytes, Format::Camt, ACCOUNT);
        let _ = statement::read(&bytes, Format::Csv(&PLAIN), ACCOUNT);
    }

    #[test]
    fn a_damaged_statement_is_read_or_refused(at in 0..3_000usize, with in "[<>&;a-z0-9\"]{0,4}") {
        let mut text = CAMT.to_owned();
        let at = (at.min(text.len())..=text.len()).find(|i| text.is_char_boundary(*i)).unwrap();
        text.insert_str(at, &with);
        let _ = statement::read(text.as_bytes(), Format::Camt, ACCOUNT);
    }
}
