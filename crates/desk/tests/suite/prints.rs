//! Sheets printed on demand: the control slip of a case, the book of files.

use crate::support::{
    BD, GRANT, House, MONDAY, act, agency_of, case, entry_of, file_grant, grant_form, granted, on_both,
    revoked, to_signature, words_of,
};
use congvu_desk::BookFault;
use congvu_store::testing::Backend;
use jiff::civil::date;
use serde_json::json;

// conformance: TT03-PL1.06
async fn the_control_slip_tells_who_had_the_case(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let desk = house.at(MONDAY);
    let m = file_grant(&desk, BD).await.matter;
    to_signature(&desk, BD, &m).await;
    let agency = agency_of(&desk, BD);
    let open = words_of(&desk.control_slip(agency, &case(&desk, BD, &m).await).await.expect("set").pdf);
    for part in [
        "Mẫu số 05 - 01/2018/TT-VPCP",
        "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ",
        "000.00.00.H09-240304-0001",
        "Tiếp nhận và chuyển xử lý",
        "Giao: Người nộp hồ sơ",
        "Trước hạn",
        "Đang giải quyết",
    ] {
        assert!(open.contains(part), "`{part}` is missing: {open}");
    }
    // Signed three weeks later, past the share of the step: the slip says so, and under which form it is printed then.
    let later = house.at("2024-03-28T09:00");
    act(&later, BD, "director", &m, "sign", json!({ "outcome": "granted" })).await.expect("signed");
    let late = words_of(&later.control_slip(agency, &case(&later, BD, &m).await).await.expect("set").pdf);
    assert!(late.contains("Quá hạn"), "{late}");
    let anew = house.at("2025-10-01T09:00");
    let slip = words_of(&anew.control_slip(agency, &case(&anew, BD, &m).await).await.expect("set").pdf);
    assert!(slip.contains("Mẫu số 06 - 03/2025/TT-VPCP"), "{slip}");
}

// conformance: TT03-PL1.07
async fn the_book_numbers_files_through_the_year(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let monday = house.at(MONDAY);
    file_grant(&monday, BD).await;
    let licence = granted(&monday, BD, GRANT, grant_form(), None).await.matter;
    // What the office opens itself came over no counter: it has a number and stands in no book of files.
    revoked(&monday, BD, &entry_of(&monday, BD, &licence).await.0).await.expect("revoked");
    let april = house.at("2024-04-02T09:00");
    file_grant(&april, BD).await;
    let agency = agency_of(&april, BD);
    let book = |from, until| april.book_of_files(agency, from, until);
    let march = book(date(2024, 3, 1), date(2024, 3, 31)).await.expect("read").expect("printed");
    let text = words_of(&march.pdf);
    for part in ["SỔ THEO DÕI HỒ SƠ", "từ 1. Số hồ sơ: 2", "-240304-0001", "-240304-0002", "Mẫu số 06"]
    {
        assert!(text.contains(part), "`{part}` is missing: {text}");
    }
    assert!(!text.contains("-240402-") && !text.contains("-240304-0003"), "{text}");
    let next =
        words_of(&book(date(2024, 4, 1), date(2024, 4, 30)).await.expect("read").expect("printed").pdf);
    assert!(next.contains("từ 3. Số hồ sơ: 1") && next.contains("-240402-0001"), "{next}");
    let empty =
        words_of(&book(date(2024, 5, 1), date(2024, 5, 1)).await.expect("read").expect("printed").pdf);
    assert!(empty.contains("từ 4. Số hồ sơ: 0"), "{empty}");
    for (from, until, fault) in [
        (date(2024, 4, 2), date(2024, 4, 1), BookFault::Order),
        (date(2023, 12, 31), date(2024, 1, 1), BookFault::Years),
    ] {
        assert_eq!(book(from, until).await.expect("read").expect_err("refused"), fault);
    }
}

// conformance: TT01VPCP-9.2
async fn forms_come_out_on_a5_and_the_book_on_a4(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let desk = house.at(MONDAY);
    let m = file_grant(&desk, BD).await.matter;
    let agency = agency_of(&desk, BD);
    let filed = case(&desk, BD, &m).await;
    let code = filed.matter.paper("receipt").expect("a receipt").code.clone();
    let receipt = desk.paper(agency, &filed, &code).await.expect("set").expect("there").pdf;
    let millimetres = |pdf: &[u8]| {
        let look = congvu_scan::look(pdf, "").expect("a PDF");
        let page = look.pages.first().expect("a page");
        let mm = |points: f32| (points * 25.4 / 72.0).round();
        (mm(page.width), mm(page.height), look.pages.len())
    };
    let small = desk.half_size(receipt.clone()).await.expect("bound");
    assert_eq!(millimetres(&receipt), (210.0, 297.0, 1));
    assert_eq!(millimetres(&small), (148.0, 210.0, 1));
    assert!(
        words_of(&small).contains(filed.matter.code.as_deref().expect("a number")),
        "the words stay words"
    );
    let book = desk
        .book_of_files(agency, date(2024, 3, 1), date(2024, 3, 31))
        .await
        .expect("read")
        .expect("printed");
    assert_eq!(millimetres(&book.pdf), (297.0, 210.0, 1));
    assert!(desk.half_size(b"nothing".to_vec()).await.is_err());
}

on_both!(
    forms_come_out_on_a5_and_the_book_on_a4,
    the_control_slip_tells_who_had_the_case,
    the_book_numbers_files_through_the_year
);
