//! Money at the counter.

use crate::house::{AGENCY, FEE, House, at, position};
use congvu_desk::{On, PerformError};
use congvu_matter::{ChargeState, Refused};
use congvu_testing::{Answer, Client};
use serde_json::json;

/// Does an act on the page of a case, as a person would: with what the form carries.
async fn act(who: &mut Client, matter: &str, act: &str, said: &[(&str, &str)]) -> Answer {
    let page = who.get(&at(&format!("/cases/{matter}"))).await;
    let (csrf, seen, key) = (page.hidden("_csrf"), page.hidden("_seen"), page.hidden("_key"));
    let names: Vec<(String, &str)> = said.iter().map(|(k, v)| (format!("{act}_{k}"), *v)).collect();
    let mut fields = vec![("_csrf", csrf.as_str()), ("_seen", &seen), ("_key", &key)];
    fields.extend(names.iter().map(|(k, v)| (k.as_str(), *v)));
    who.post(&at(&format!("/cases/{matter}/acts/{act}")), &fields).await
}

// conformance: ND61-22, TT21-CN03
#[tokio::test]
async fn a_case_with_a_fee_is_charged_paid_and_given_back() {
    let house = House::open().await;
    let filed = house.postal().await;
    let charge = house.charge(&filed.matter).await;
    assert_eq!((charge.amount, charge.state(), charge.owed()), (FEE, ChargeState::Due, FEE));
    assert!(charge.ground.contains("Thông tư 291/2016"), "where the amount was read: {}", charge.ground);

    let mut cashier = house.officer("cashier").await;
    cashier.get(&at("")).await.has(filed.code.as_deref().unwrap()).has("Chưa nộp");
    let folded: String = filed.code.as_deref().unwrap().chars().filter(char::is_ascii_alphanumeric).collect();
    let found = cashier.get(&at(&format!("?q={folded}"))).await;
    assert!(
        found.header("location").ends_with(&format!("/cases/{}", filed.matter)),
        "without dots and dashes"
    );

    let more =
        act(&mut cashier, &filed.matter, "collect-fee", &[("amount", "10750001"), ("method", "cash")]).await;
    assert_eq!(more.status, 422);
    more.has("10.750.000");
    for (amount, fault) in [("0", "750.000"), ("-5", "750.000"), ("12,5", "750.000"), ("", "Xin điền")] {
        let wrong =
            act(&mut cashier, &filed.matter, "collect-fee", &[("amount", amount), ("method", "cash")]).await;
        assert_eq!(wrong.status, 422, "{amount}");
        wrong.has(fault);
    }
    let some =
        act(&mut cashier, &filed.matter, "collect-fee", &[("amount", "4.000.000"), ("method", "cash")]).await;
    assert_eq!(some.status, 303, "{}", some.text);
    assert_eq!(house.charge(&filed.matter).await.state(), ChargeState::Partly);
    let rest =
        act(&mut cashier, &filed.matter, "collect-fee", &[("amount", "6750000"), ("method", "card")]).await;
    assert_eq!(rest.status, 303);
    assert_eq!(house.charge(&filed.matter).await.state(), ChargeState::Paid);
    let page = cashier.get(&at(&format!("/cases/{}", filed.matter))).await;
    page.has("Đã nộp đủ").has_not("collect-fee_amount").has("refund-fee_amount");

    let receipts: Vec<String> = house
        .matter(&filed.matter)
        .await
        .papers
        .iter()
        .filter(|p| p.key == "fee-receipt")
        .map(|p| p.cited())
        .collect();
    assert_eq!(receipts, ["01/BN-STTTT", "02/BN-STTTT"], "one receipt a payment, numbered without gaps");

    let bare =
        act(&mut cashier, &filed.matter, "refund-fee", &[("amount", "750000"), ("method", "cash")]).await;
    assert_eq!(bare.status, 422, "a refund needs a reason");
    let said = [("amount", "750000"), ("method", "cash"), ("reason", "Nộp nhầm mức")];
    assert_eq!(act(&mut cashier, &filed.matter, "refund-fee", &said).await.status, 303);
    let charge = house.charge(&filed.matter).await;
    assert_eq!((charge.held(), charge.state()), (10_000_000, ChargeState::Partly));

    let report = cashier.get(&at("/report?day=2024-03-05")).await;
    report.has("10.000.000").has("Tiền mặt").has("Thẻ");
    let csv = cashier.get(&at("/report.csv?day=2024-03-05")).await;
    assert_eq!(csv.text.lines().count(), 4, "{}", csv.text);
    csv.has("\"-750000\"").has("01/BN-STTTT");
    cashier.get(&at("/report?day=2024-03-04")).await.has("Trong ngày không có khoản nào");
}

#[tokio::test]
async fn who_has_no_power_is_refused_with_the_reason() {
    let house = House::open().await;
    let filed = house.postal().await;
    for path in ["", "/statements", "/open", "/report", "/report.csv"] {
        let mut clerk = house.officer("clerk").await;
        assert_eq!(clerk.get(&at(path)).await.status, 403, "{path}");
        let mut nobody = house.visitor();
        let answer = nobody.get(&at(path)).await;
        assert!(answer.header("location").contains("/sign-in"), "{path}");
    }
    let on = || On::Matter(filed.matter.clone());
    for who in ["clerk", "reception", "director"] {
        let asked =
            house.act(position(who), on(), "collect-fee", json!({ "amount": 1000, "method": "cash" })).await;
        assert!(matches!(asked, Err(PerformError::Refused(_))), "{who}: {asked:?}");
    }
    let waived = house.act(position("cashier"), on(), "waive-fee", json!({ "ground": "quen biết" })).await;
    assert!(matches!(waived, Err(PerformError::Refused(_))), "the cashier waives nothing: {waived:?}");
    let confirmed = json!({ "amount": 1000, "reference": "x", "method": "online" });
    let confirmed = house.act(position("cashier"), on(), "confirm-payment", confirmed).await;
    assert!(
        matches!(confirmed, Err(PerformError::Refused(_))),
        "nobody speaks for the gateway: {confirmed:?}"
    );
    assert_eq!(house.charge(&filed.matter).await.entries, []);
}

#[tokio::test]
async fn the_director_waives_with_a_ground() {
    let house = House::open().await;
    let filed = house.postal().await;
    let mut director = house.officer("director").await;
    let none = act(&mut director, &filed.matter, "waive-fee", &[("ground", " ")]).await;
    assert_eq!(none.status, 422);
    assert_eq!(
        act(&mut director, &filed.matter, "waive-fee", &[("ground", "Quyết định số 1")]).await.status,
        303
    );
    let charge = house.charge(&filed.matter).await;
    assert_eq!((charge.state(), charge.owed()), (ChargeState::Waived, 0));
    director
        .get(&at(&format!("/cases/{}", filed.matter)))
        .await
        .has("Quyết định số 1")
        .has_not("collect-fee_amount");
}

// conformance: HN-06
#[tokio::test]
async fn a_case_that_costs_nothing_never_passes_here() {
    let house = House::open().await;
    let filed = house.file("aggregated-site.grant").await;
    assert_eq!(house.matter(&filed.matter).await.charge, None);
    let mut cashier = house.officer("cashier").await;
    assert_eq!(cashier.get(&at(&format!("/cases/{}", filed.matter))).await.status, 404);
    let on = || On::Matter(filed.matter.clone());
    for (act, input) in [
        ("collect-fee", json!({ "amount": 1000, "method": "cash" })),
        ("book-transfer", json!({ "amount": 1000, "reference": "x" })),
        ("assess-fee", json!({ "amount": 1000, "ground": "x" })),
        ("refund-fee", json!({ "amount": 1000, "method": "cash", "reason": "x" })),
    ] {
        let asked = house.act(position("cashier"), on(), act, input).await;
        assert!(matches!(asked, Err(PerformError::NotNow(Refused::NoCharge))), "{act}: {asked:?}");
    }
    let agency = house.desk.agency(AGENCY).unwrap();
    let matter = house.matter(&filed.matter).await;
    let offers = house.desk.offers(agency, &position("cashier"), &matter).await.unwrap();
    assert!(
        offers.iter().all(|o| !o.act.effects.iter().any(|e| e.is_money())),
        "nothing of money is offered"
    );
}

#[tokio::test]
async fn another_amount_is_set_with_its_ground_and_a_refused_case_owes_nothing() {
    let house = House::open().await;
    let filed = house.postal().await;
    let mut cashier = house.officer("cashier").await;
    let said = [("amount", "4250000"), ("ground", "Chuyển nhượng toàn bộ doanh nghiệp")];
    assert_eq!(act(&mut cashier, &filed.matter, "assess-fee", &said).await.status, 303);
    let charge = house.charge(&filed.matter).await;
    assert_eq!((charge.amount, charge.ground.as_str()), (4_250_000, "Chuyển nhượng toàn bộ doanh nghiệp"));
    let refused = json!({ "reasons": "Không thuộc thẩm quyền", "ground": "Điều 17" });
    house
        .act(position("reception"), On::Matter(filed.matter.clone()), "refuse-receipt", refused)
        .await
        .unwrap();
    let charge = house.charge(&filed.matter).await;
    assert_eq!((charge.state(), charge.owed()), (ChargeState::Dropped, 0));
}

// conformance: QD45-11.3
#[tokio::test]
async fn receipts_are_papers_of_the_case() {
    let house = House::open().await;
    let filed = house.postal().await;
    let paid = json!({ "amount": FEE, "method": "cash", "payer": "Trần Văn Bình" });
    let done =
        house.act(position("cashier"), On::Matter(filed.matter.clone()), "collect-fee", paid).await.unwrap();
    let agency = house.desk.agency(AGENCY).unwrap();
    let case = house.desk.case(agency, &filed.matter).await.unwrap().unwrap();
    let paper = house.desk.paper(agency, &case, &done.papers[0]).await.unwrap().expect("the receipt");
    assert!(paper.pdf.starts_with(b"%PDF-"));
    let report = congvu_desk::verify(house.desk.store(), AGENCY, &[]).await.unwrap();
    assert_eq!(report.faults, Vec::<String>::new(), "charges follow from the acts");
}
