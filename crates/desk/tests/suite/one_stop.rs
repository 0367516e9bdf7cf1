//! The rules of the one-stop: asking for additions once, opinions of other bodies, taking back a step, stopping on request.

use crate::support::{
    BD, CITIZEN, House, MONDAY, act, answer, assert_whole, case, file_grant, on_both, to_signature, words_of,
};
use congvu_desk::Desk;
use congvu_store::testing::Backend;
use serde_json::{Value, json};

async fn check(desk: &Desk, who: &str, matter: &str, what: &str, input: Value, expected: &str) {
    let got = answer(&act(desk, BD, who, matter, what, input).await);
    assert_eq!(got, expected, "`{who}` does `{what}`");
}

async fn received(desk: &Desk) -> String {
    let matter = file_grant(desk, BD).await.matter;
    check(desk, "reception-1", &matter, "receive", json!({ "assignee": "press-1" }), "done").await;
    matter
}

fn opinion() -> Value {
    json!({ "recommendation": "granted", "opinion": "Đủ điều kiện." })
}

// conformance: ND61-15.3, ND61-17.2.a, TT03-PL1.02
async fn what_is_missing_is_asked_for_once(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let desk = house.at(MONDAY);
    let m = received(&desk).await;
    let again = || json!({ "items": "Hợp đồng", "reason": "Đề án bổ sung nêu tên miền mới" });
    check(&desk, "press-head", &m, "request-supplement-again", again(), "NotYet").await;
    let first = json!({ "items": "Đề án", "reason": "Chưa đủ" });
    check(&desk, "press-1", &m, "request-supplement", first, "done").await;
    check(&desk, CITIZEN, &m, "supplement", json!({}), "done").await;
    check(&desk, "press-1", &m, "request-supplement", again(), "TooOften").await;
    check(&desk, "press-1", &m, "request-supplement-again", again(), "refused: no-power").await;
    let silent = json!({ "items": "Hợp đồng" });
    check(&desk, "press-head", &m, "request-supplement-again", silent, "Input: reason required").await;
    check(&desk, "press-head", &m, "request-supplement-again", again(), "done").await;
    let now = case(&desk, BD, &m).await;
    assert_eq!(now.matter.papers.iter().filter(|p| p.key == "supplement").count(), 2);
    assert!(now.clock.expect("a clock").stopped.is_some());
    assert_whole(&desk, BD).await;
}

// conformance: HN-12, ND61-19.5, ND61-19.6.b, TT21-CN15
async fn silence_of_a_body_is_no_consent(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let desk = house.at(MONDAY);
    let m = received(&desk).await;
    let ask =
        |body: &str, until: &str| json!({ "body": body, "question": "Đề nghị cho ý kiến", "until": until });
    let (police, province) = ("Công an tỉnh", "Văn phòng Ủy ban nhân dân tỉnh");
    check(&desk, "press-1", &m, "consult", ask(police, "2024-03-08"), "refused: no-power").await;
    check(&desk, "director", &m, "consult", ask(police, "2024-03-04"), "Input: until not-later").await;
    check(&desk, "director", &m, "consult", ask(police, "2024-03-08"), "done").await;
    check(&desk, "director", &m, "consult", ask(police, "2024-03-09"), "Input: body asked-already").await;
    check(&desk, "director", &m, "consult", ask(province, "2024-03-08"), "done").await;
    let paper = case(&desk, BD, &m).await.matter.papers.last().cloned().expect("a letter");
    assert_eq!((paper.key.as_str(), paper.cited().as_str()), ("consult", "02/STTTT"));

    let said = |body: &str| json!({ "body": body, "answer": "agrees", "content": "Công văn 12, đồng ý" });
    check(&desk, "press-1", &m, "record-answer", said("Sở Tư pháp"), "Input: body not-a-choice").await;
    check(&desk, "press-2", &m, "record-answer", said(police), "refused: not-assigned").await;
    check(&desk, "press-1", &m, "record-answer", said(police), "done").await;
    check(&desk, "press-1", &m, "record-answer", said(police), "Input: body not-a-choice").await;

    // Long after the day on which the other was to answer, nothing has become of its silence.
    let later = house.at("2024-03-14T09:00");
    check(&later, "press-1", &m, "appraise", opinion(), "Input: without_answers unanswered").await;
    let mut grounded = opinion();
    grounded["without_answers"] = json!("Ý kiến không bắt buộc theo hồ sơ này");
    check(&later, "press-1", &m, "appraise", grounded, "done").await;
    let kept = case(&later, BD, &m).await.matter;
    assert_eq!(kept.unanswered().map(|c| c.body.as_str()).collect::<Vec<_>>(), [province]);
    assert_whole(&later, BD).await;
}

async fn a_step_is_taken_back_by_whoever_took_it(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let desk = house.at(MONDAY);
    let m = file_grant(&desk, BD).await.matter;
    to_signature(&desk, BD, &m).await;
    let why = || json!({ "reason": "Thiếu một tài liệu" });
    check(&desk, "press-1", &m, "recall-agreement", why(), "refused: no-power").await;
    check(&desk, "press-1", &m, "recall", why(), "WrongState").await;
    check(&desk, "press-head", &m, "recall-agreement", why(), "done").await;
    check(&desk, "press-2", &m, "recall", why(), "refused: not-assigned").await;
    check(&desk, "press-1", &m, "recall", why(), "done").await;
    assert_eq!(case(&desk, BD, &m).await.matter.state, "appraising");
    assert_whole(&desk, BD).await;
}

// conformance: TT03-7.1, TT03-PL1.05, TT21-CN17
async fn stopping_on_request_has_its_form(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let before = house.at(MONDAY);
    let m = received(&before).await;
    let why = || json!({ "reason": "Không còn nhu cầu" });
    check(&before, CITIZEN, &m, "request-stop", why(), "NoForm").await;
    // From the day of the new forms the notice takes the place of a mere withdrawal.
    let after = house.at("2025-09-16T08:00");
    check(&after, CITIZEN, &m, "withdraw", why(), "Replaced").await;
    check(&after, "citizen:other", &m, "request-stop", why(), "refused: not-party").await;
    check(&after, CITIZEN, &m, "request-stop", why(), "done").await;
    assert_eq!(case(&after, BD, &m).await.turn, "power:8.a");
    check(&after, "press-1", &m, "stop-on-request", why(), "refused: no-power").await;
    check(&after, "director", &m, "stop-on-request", why(), "done").await;
    let ended = case(&after, BD, &m).await.matter;
    assert_eq!(ended.state, "stopped");
    let form = ended.paper("stop").and_then(|p| p.form.clone()).expect("the notice");
    assert_eq!(form.number.as_deref(), Some("Mẫu số 05"));
    assert_whole(&after, BD).await;
}

// conformance: TT03-PL1.03
async fn a_refusal_to_receive_has_its_form(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    for (moment, circular) in [(MONDAY, "01/2018/TT-VPCP"), ("2025-09-16T08:00", "03/2025/TT-VPCP")] {
        let desk = house.at(moment);
        let m = file_grant(&desk, BD).await.matter;
        let why = || json!({ "reasons": "Không thuộc thẩm quyền của Sở", "ground": "khoản 8 Điều 2" });
        check(&desk, "press-1", &m, "refuse-receipt", why(), "refused: no-power").await;
        let silent = json!({ "ground": "khoản 8 Điều 2" });
        check(&desk, "reception-1", &m, "refuse-receipt", silent, "Input: reasons required").await;
        check(&desk, "reception-1", &m, "refuse-receipt", why(), "done").await;
        let ended = case(&desk, BD, &m).await;
        assert_eq!(ended.matter.state, "not-received");
        let paper = ended.matter.paper("refuse-receipt").expect("the form");
        let form = paper.form.as_ref().expect("prescribed");
        assert_eq!((form.number.as_deref(), form.circular.as_deref()), (Some("Mẫu số 03"), Some(circular)));
        let file = desk.paper(crate::support::agency_of(&desk, BD), &ended, &paper.code).await;
        let text = words_of(&file.expect("set").expect("there").pdf);
        for part in ["Không thuộc thẩm quyền của Sở", "khoản 8 Điều 2", "Mẫu số 03"] {
            assert!(text.contains(part), "`{part}` is missing: {text}");
        }
    }
    assert_whole(&house.at("2025-09-16T09:00"), BD).await;
}

// conformance: HN-04
async fn asking_back_and_refusing_keep_stage_content_ground_and_paper(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let desk = house.at(MONDAY);
    let agency = crate::support::agency_of(&desk, BD);
    let m = received(&desk).await;
    let asked = json!({ "items": ["Bản sao hợp đồng", "Đề án"], "reason": "Chưa có chữ ký" });
    check(&desk, "press-1", &m, "request-supplement", asked, "done").await;
    let kept = case(&desk, BD, &m).await;
    assert_eq!((kept.matter.state.as_str(), kept.matter.previous.as_str()), ("supplement", "appraising"));
    let last = desk.history(agency, &m).await.expect("read").pop().expect("an act").act;
    assert_eq!(last.input["items"], json!(["Bản sao hợp đồng", "Đề án"]));
    assert_eq!(last.input["reason"], json!("Chưa có chữ ký"));
    let slip = kept.matter.paper("supplement").expect("a slip").code.clone();
    let words = words_of(&desk.paper(agency, &kept, &slip).await.expect("set").expect("there").pdf);
    for part in ["Bản sao hợp đồng", "Đề án", "Chưa có chữ ký"] {
        assert!(words.contains(part), "`{part}` is missing: {words}");
    }
    // Once the case goes on and is refused, both stand there.
    check(&desk, CITIZEN, &m, "supplement", json!({}), "done").await;
    let refuse = json!({ "recommendation": "refused", "opinion": "Không đủ điều kiện." });
    check(&desk, "press-1", &m, "appraise", refuse, "done").await;
    check(&desk, "press-head", &m, "agree", json!({}), "done").await;
    let bare = json!({ "outcome": "refused" });
    check(&desk, "director", &m, "sign", bare, "Input: reasons required").await;
    let why =
        json!({ "outcome": "refused", "reasons": ["Không có nguồn tin hợp pháp"], "ground": "Điều 23" });
    check(&desk, "director", &m, "sign", why, "done").await;
    check(&desk, "clerk-1", &m, "issue", json!({}), "done").await;
    let ended = case(&desk, BD, &m).await;
    let said = &ended.matter.said["sign"];
    assert_eq!(
        (said["ground"].as_str(), &said["reasons"]),
        (Some("Điều 23"), &json!(["Không có nguồn tin hợp pháp"]))
    );
    assert_eq!(ended.matter.paper("supplement").expect("still there").code, slip);
    let letter = ended.matter.paper("outcome").expect("a refusal").code.clone();
    let words = words_of(&desk.paper(agency, &ended, &letter).await.expect("set").expect("there").pdf);
    assert!(words.contains("Không có nguồn tin hợp pháp") && words.contains("Điều 23"), "{words}");
    assert_whole(&desk, BD).await;
}

// conformance: ND61-19.3.b
async fn a_verification_stands_on_the_case_with_hour_place_and_people(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let desk = house.at("2024-03-06T15:00");
    let m = received(&desk).await;
    let said = || {
        json!({ "at": "2024-03-06T09:30", "place": "Số 1 đường Mẫu, Thủ Dầu Một",
            "participants": ["Nguyễn Văn An, đại diện công ty", "Người press-1"], "content": "Máy chủ đặt đúng nơi đã khai." })
    };
    check(&desk, "press-2", &m, "record-verification", said(), "refused: not-assigned").await;
    check(&desk, CITIZEN, &m, "record-verification", said(), "refused: no-power").await;
    let mut alone = said();
    alone["participants"] = json!([]);
    check(&desk, "press-1", &m, "record-verification", alone, "Input: participants required").await;
    let mut never = said();
    never["at"] = json!("chín giờ");
    check(&desk, "press-1", &m, "record-verification", never, "Input: at not-a-moment").await;
    let mut asked = crate::support::request(
        BD,
        crate::support::officer("press-1"),
        congvu_desk::On::Matter(m.clone()),
        "record-verification",
        said(),
    );
    asked.command.files = vec![crate::support::attached("bien-ban")];
    asked.command.files[0].part = String::new();
    desk.perform(asked).await.expect("recorded");
    let kept = case(&desk, BD, &m).await;
    assert_eq!(kept.matter.state, "appraising", "the case stays where it is");
    assert_eq!(kept.matter.said["record-verification"], *said().as_object().unwrap());
    assert!(kept.matter.files.iter().any(|f| f.name == "bien-ban.pdf"), "the minutes are a file of the case");
    check(&desk, "press-1", &m, "appraise", opinion(), "done").await;
    check(&desk, "press-1", &m, "record-verification", said(), "WrongState").await;
    assert_whole(&desk, BD).await;
}

// conformance: TT22-3.9
async fn what_is_archived_stays_to_be_read(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let desk = house.at(MONDAY);
    let m = file_grant(&desk, BD).await.matter;
    check(&desk, "clerk-1", &m, "archive", json!({}), "WrongState").await;
    to_signature(&desk, BD, &m).await;
    check(&desk, "director", &m, "sign", json!({ "outcome": "granted" }), "done").await;
    check(&desk, "clerk-1", &m, "issue", json!({}), "done").await;
    check(&desk, "press-1", &m, "archive", json!({}), "refused: no-power").await;
    check(&desk, "clerk-1", &m, "archive", json!({}), "done").await;
    let kept = case(&desk, BD, &m).await;
    assert_eq!(kept.matter.state, "archived");
    let agency = crate::support::agency_of(&desk, BD);
    let code = kept.matter.paper("outcome").expect("a licence").code.clone();
    assert!(desk.paper(agency, &kept, &code).await.expect("set").is_some());
    assert!(desk.history(agency, &m).await.expect("read").len() >= 7);
    check(&desk, "press-1", &m, "appraise", opinion(), "WrongState").await;
    assert_whole(&desk, BD).await;
}

// conformance: TT21-CN27, TT22-5.1.h
async fn leaders_give_instructions_that_stand_on_the_case(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let desk = house.at(MONDAY);
    let m = received(&desk).await;
    let said = || json!({ "instruction": "Báo cáo trước thứ Sáu", "until": "2024-03-08" });
    check(&desk, "press-1", &m, "instruct", said(), "refused: no-power").await;
    check(&desk, "reception-1", &m, "instruct", said(), "refused: no-power").await;
    check(&desk, "director", &m, "instruct", said(), "done").await;
    let now = case(&desk, BD, &m).await;
    assert_eq!((now.matter.state.as_str(), now.matter.assigned.as_deref()), ("appraising", Some("press-1")));
    let agency = crate::support::agency_of(&desk, BD);
    let last = desk.history(agency, &m).await.expect("read").pop().expect("an act").act;
    assert_eq!(
        (last.kind.as_str(), last.input["instruction"].as_str()),
        ("instruct", Some("Báo cáo trước thứ Sáu"))
    );
    assert!(!last.clause.eid.is_empty());
    assert_whole(&desk, BD).await;
}

// conformance: TT21-CN16
async fn a_part_is_granted_and_the_paper_says_what_is_not(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let desk = house.at(MONDAY);
    let m = file_grant(&desk, BD).await.matter;
    to_signature(&desk, BD, &m).await;
    let part = json!({ "outcome": "granted", "except": "Chuyên mục thể thao: không có nguồn tin" });
    check(&desk, "director", &m, "sign", part, "done").await;
    check(&desk, "clerk-1", &m, "issue", json!({}), "done").await;
    let case = case(&desk, BD, &m).await;
    let code = case.matter.paper("outcome").expect("a licence").code.clone();
    let file =
        desk.paper(crate::support::agency_of(&desk, BD), &case, &code).await.expect("set").expect("there");
    let text = words_of(&file.pdf);
    assert!(text.contains("Không chấp thuận các nội dung sau"), "{text}");
    assert!(text.contains("Chuyên mục thể thao: không có nguồn tin"), "{text}");
    assert_whole(&desk, BD).await;
}

on_both!(
    what_is_missing_is_asked_for_once,
    silence_of_a_body_is_no_consent,
    a_step_is_taken_back_by_whoever_took_it,
    stopping_on_request_has_its_form,
    a_refusal_to_receive_has_its_form,
    asking_back_and_refusing_keep_stage_content_ground_and_paper,
    a_verification_stands_on_the_case_with_hour_place_and_people,
    what_is_archived_stays_to_be_read,
    leaders_give_instructions_that_stand_on_the_case,
    a_part_is_granted_and_the_paper_says_what_is_not,
);
