//! Bank statements.

use crate::house::{AGENCY, FEE, House, at, position};
use congvu_desk::On;
use congvu_matter::ChargeState;
use congvu_testing::{Answer, Client};
use serde_json::json;

const HEAD: &str = "Tài khoản,Ngày,Số giao dịch,Ghi có,Ghi nợ,Nội dung,Người chuyển\n";

fn line(reference: &str, amount: u64, text: &str) -> String {
    format!("9990000931,05/03/2024,{reference},{amount},,\"{text}\",\n")
}

async fn bring(cashier: &mut Client, format: &str, file: &str) -> Answer {
    let csrf = cashier.get(&at("/statements")).await.hidden("_csrf");
    let fields = [("_csrf", csrf.as_str()), ("format", format)];
    cashier.upload(&at("/statements"), &fields, &[("statement", "sao-ke.csv", file.as_bytes())]).await
}

/// Brings a statement and gives the address of its preview.
async fn brought(cashier: &mut Client, file: &str) -> String {
    let answer = bring(cashier, "plain", file).await;
    assert_eq!(answer.status, 303, "{}", answer.text);
    answer.header("location").to_owned()
}

async fn take(cashier: &mut Client, preview: &str) -> Answer {
    let csrf = cashier.get(&at("/statements")).await.hidden("_csrf");
    cashier.post(&format!("{preview}/take"), &[("_csrf", &csrf)]).await
}

async fn count(house: &House, state: &str) -> usize {
    house.desk.store().statement_lines(AGENCY, state, "", 1_000, ("", 0)).await.unwrap().len()
}

// conformance: HN-06, ND61-22
#[tokio::test]
async fn a_statement_is_looked_at_and_then_taken_in() {
    let house = House::open().await;
    let (one, two, three) = (house.postal().await, house.postal().await, house.postal().await);
    let code = |d: &congvu_desk::Done| d.code.clone().unwrap();
    let bare: String = code(&two).chars().filter(char::is_ascii_alphanumeric).collect();
    let file = [
        HEAD.to_owned(),
        line("FT1", FEE, &code(&one)),
        line("FT2", FEE, &format!("IBFT {bare} nop phi")),
        line("FT3", 5_000, &code(&three)),
        line("FT4", 99_000, "tien com"),
        line("FT5", FEE, &code(&one)),
        "9990000931,05/03/2024,FT6,,50.000,phi,\n".to_owned(),
    ]
    .concat();
    let mut cashier = house.officer("cashier").await;
    let preview = brought(&mut cashier, &file).await;
    let page = cashier.get(&preview).await;
    page.has("Khớp").has("Sai số tiền").has("Không rõ hồ sơ").has("Tiền ra").has("tien com");
    assert_eq!(house.charge(&one.matter).await.entries, [], "looking records nothing");

    assert_eq!(take(&mut cashier, &preview).await.status, 303);
    for case in [&one, &two] {
        let charge = house.charge(&case.matter).await;
        assert_eq!((charge.state(), charge.entries.len()), (ChargeState::Paid, 1));
    }
    assert_eq!(house.charge(&three.matter).await.entries, [], "a wrong amount waits for somebody");
    assert_eq!((count(&house, "booked").await, count(&house, "open").await), (2, 3));

    // The same statement again, and another one that names the same transactions.
    assert_eq!(take(&mut cashier, &preview).await.status, 303);
    let again = brought(&mut cashier, &(file.clone() + "\n")).await;
    assert_ne!(again, preview);
    cashier.get(&again).await.has("Đã ghi nhận trước đây").has_not("Khớp</h2>");
    assert_eq!(take(&mut cashier, &again).await.status, 303);
    assert_eq!(house.charge(&one.matter).await.entries.len(), 1);
    assert_eq!((count(&house, "booked").await, count(&house, "open").await), (2, 3));
}

#[tokio::test]
async fn what_waits_is_given_to_a_case_or_set_aside_with_a_reason() {
    let house = House::open().await;
    let filed = house.postal().await;
    let code = filed.code.clone().unwrap();
    let mut cashier = house.officer("cashier").await;
    let file = [HEAD, &line("FT1", 5_000_000, "nop phi buu chinh"), &line("FT2", 7_000, "tien com")].concat();
    let preview = brought(&mut cashier, &file).await;
    take(&mut cashier, &preview).await;
    let settle = async |cashier: &mut Client, reference: &str, what: &str, code: &str, reason: &str| {
        let csrf = cashier.get(&at("/open")).await.hidden("_csrf");
        let fields = [
            ("_csrf", csrf.as_str()),
            ("index", "0"),
            ("reference", reference),
            ("what_0", what),
            ("code_0", code),
            ("reason_0", reason),
        ];
        cashier.post(&at("/open"), &fields).await
    };
    let (first, second) = ("9990000931/FT1", "9990000931/FT2");
    for (what, code, reason) in [
        ("assign", code.as_str(), ""),
        ("assign", "000.00.00.H30-240305-9999", "x"),
        ("", &code, "x"),
        ("aside", "", " "),
    ] {
        let wrong = settle(&mut cashier, first, what, code, reason).await;
        assert_eq!(wrong.status, 422, "{what} {code} {reason}");
    }
    assert_eq!(settle(&mut cashier, first, "assign", &code, "Người nộp gọi điện xác nhận").await.status, 303);
    let charge = house.charge(&filed.matter).await;
    assert_eq!((charge.state(), charge.held()), (ChargeState::Partly, 5_000_000));
    assert_eq!(settle(&mut cashier, first, "assign", &code, "lần nữa").await.status, 404, "once");
    assert_eq!(settle(&mut cashier, second, "aside", "", "Không phải phí").await.status, 303);
    cashier.get(&at("/open")).await.has("Không còn khoản nào");
    let history = house.desk.history(house.desk.agency(AGENCY).unwrap(), &filed.matter).await.unwrap();
    assert!(
        history.iter().any(|l| l.act.kind == "book-transfer" && l.act.input["reason"].is_string()),
        "in the record"
    );
}

#[tokio::test]
async fn a_statement_that_does_not_match_is_refused_whole() {
    let house = House::open().await;
    let filed = house.postal().await;
    let good = line("FT1", FEE, filed.code.as_deref().unwrap());
    let mut cashier = house.officer("cashier").await;
    for (bad, said) in [
        ("1112223334,05/03/2024,FT2,5000,,x,\n".to_owned(), "Dòng 3"),
        ("9990000931,31/02/2024,FT2,5000,,x,\n".to_owned(), "không đọc được ngày"),
        ("9990000931,05/03/2024,FT2,nhiều,,x,\n".to_owned(), "số tiền nguyên"),
        (good.clone(), "đã có ở dòng khác"),
    ] {
        let preview = brought(&mut cashier, &[HEAD, &good, &bad].concat()).await;
        let page = cashier.get(&preview).await;
        assert_eq!(page.status, 422);
        page.has("chưa nhận dòng nào").has(said).has_not("/take");
        take(&mut cashier, &preview).await;
    }
    let entity = "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><Document>&a;</Document>";
    let answer = bring(&mut cashier, "camt", entity).await;
    let page = cashier.get(answer.header("location")).await;
    page.has("DOCTYPE").has_not("root:");
    assert_eq!(bring(&mut cashier, "camt", HEAD).await.status, 422, "no XML");
    assert_eq!(bring(&mut cashier, "plain", "").await.status, 422, "nothing");
    assert_eq!(bring(&mut cashier, "unknown", HEAD).await.status, 422, "no such format");
    assert_eq!(house.charge(&filed.matter).await.entries, [], "nothing half taken in");
    assert_eq!(count(&house, "open").await + count(&house, "matched").await, 0);
}

#[tokio::test]
async fn what_the_gateway_said_first_is_known_to_the_statement() {
    let house = House::open().await;
    let filed = house.postal().await;
    let input = json!({ "amount": FEE, "reference": "gateway/1", "second_reference": "9990000931/FT1", "method": "online" });
    let on = On::Matter(filed.matter.clone());
    house.act(congvu_authority::Actor::System, on.clone(), "confirm-payment", input).await.unwrap();
    let mut cashier = house.officer("cashier").await;
    let file = [HEAD, &line("FT1", FEE, filed.code.as_deref().unwrap())].concat();
    let preview = brought(&mut cashier, &file).await;
    cashier.get(&preview).await.has("Đã ghi nhận trước đây");
    take(&mut cashier, &preview).await;
    let twice = json!({ "amount": FEE, "reference": "9990000931/FT1" });
    assert!(house.act(position("cashier"), on, "book-transfer", twice).await.is_err());
    assert_eq!(house.charge(&filed.matter).await.entries.len(), 1);
}
