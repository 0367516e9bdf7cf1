//! What is told to whom by which channel.

use congvu_desk::{Desk, Sending, run_jobs};
use congvu_pack::notices::Channel;
use congvu_store::AccountRow;
use congvu_store::testing::Backend;
use serde_json::json;
use std::time::{Duration, Instant};

use crate::support::{BD, CITIZEN, House, MONDAY, act, agency_of, answer, assert_whole, file_grant, on_both};

on_both!(
    everybody_concerned_is_told_once,
    telephones_sleep_at_night,
    officers_are_reminded_once,
    sending_again_is_an_act,
    an_early_result_is_told_as_early
);

/// A citizen who wants to be told by mail and text message, and an officer with an address.
async fn people(house: &House) {
    let account = AccountRow {
        id: CITIZEN.to_owned(),
        login: "saomai".to_owned(),
        name: "Công ty TNHH Truyền thông Sao Mai".to_owned(),
        phone: "0912345678".to_owned(),
        email: "lienhe@saomai.example.vn".to_owned(),
        kind: "applicant".to_owned(),
        ..AccountRow::default()
    };
    let officer = AccountRow {
        id: "officer:press-1".to_owned(),
        login: "press-1".to_owned(),
        email: "press-1@so.example.vn".to_owned(),
        person: Some("person:press-1".to_owned()),
        kind: "officer".to_owned(),
        ..AccountRow::default()
    };
    let store = &house.test.store;
    for account in [account, officer] {
        store.put_account(BD, &account).await.unwrap();
    }
    store.put_notice_choices(BD, CITIZEN, &["email", "sms"], 0).await.unwrap();
}

/// Lets the jobs run until `done`.
async fn worked(desk: &Desk, matter: &str, done: impl Fn(&[Sending]) -> bool) -> Vec<Sending> {
    let worker = tokio::spawn(run_jobs(desk.clone()));
    let until = Instant::now() + Duration::from_secs(60);
    loop {
        let told = desk.sendings(agency_of(desk, BD), matter).await.unwrap();
        // What a worker has under way stays claimed when it is stopped: it is let finish.
        if done(&told) && desk.store().jobs(BD, "running", 9, None).await.unwrap().is_empty() {
            worker.abort();
            let _ = worker.await;
            return told;
        }
        assert!(Instant::now() < until, "not told: {told:?}");
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
}

/// Lets the jobs run until officers were reminded at that time of day.
async fn kept(desk: &Desk, slot: String) {
    let worker = tokio::spawn(run_jobs(desk.clone()));
    let until = Instant::now() + Duration::from_secs(60);
    let id = format!("remind/{slot}:00");
    while !desk.store().jobs(BD, "done", 999, None).await.unwrap().iter().any(|j| j.id == id) {
        assert!(Instant::now() < until, "{id} was not kept");
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
    worker.abort();
    let _ = worker.await;
}

/// Notice, channel, recipient, state.
fn list(told: &[Sending]) -> Vec<String> {
    let mut list: Vec<String> =
        told.iter().map(|m| format!("{} {} {} {}", m.notice, m.channel, m.recipient, m.state)).collect();
    list.sort();
    list
}

// conformance: TT32-9.1, TT32-9.2, ND61-17.2.a, TT21-CN20, NB-7.3
async fn everybody_concerned_is_told_once(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    people(&house).await;
    let desk = house.at(MONDAY);
    desk.set_outlets(vec![Channel::Email, Channel::Sms]);
    let filed = file_grant(&desk, BD).await;
    act(&desk, BD, "reception-1", &filed.matter, "receive", json!({ "assignee": "press-1" })).await.unwrap();
    let missing = json!({ "items": ["Bản sao {case}", "Giấy phép"], "reason": "Thiếu <chữ ký>" });
    act(&desk, BD, "press-1", &filed.matter, "request-supplement", missing).await.unwrap();
    let told = worked(&desk, &filed.matter, |t| t.len() >= 10).await;
    let expected = [
        "applicant.filed email account:citizen:sao-mai queued",
        "applicant.filed in-app account:citizen:sao-mai delivered",
        "applicant.received email account:citizen:sao-mai queued",
        "applicant.received in-app account:citizen:sao-mai delivered",
        "applicant.received sms account:citizen:sao-mai queued",
        "applicant.supplement email account:citizen:sao-mai queued",
        "applicant.supplement in-app account:citizen:sao-mai delivered",
        "applicant.supplement sms account:citizen:sao-mai queued",
        "officer.assigned email person:person:press-1 queued",
        "officer.assigned in-app person:person:press-1 delivered",
    ];
    assert_eq!(list(&told), expected, "zalo was not chosen");
    let code = filed.code.unwrap();
    let mail = told.iter().find(|m| m.notice == "applicant.supplement" && m.channel == "email").unwrap();
    assert_eq!(mail.subject_vi, format!("Hồ sơ {code} cần bổ sung"));
    assert_eq!(mail.address, "lienhe@saomai.example.vn");
    // What somebody wrote is told as it was written, also where it looks like a placeholder.
    assert!(mail.body_vi.contains("- Bản sao {case}\n- Giấy phép\n"), "{}", mail.body_vi);
    assert!(
        mail.body_vi.contains("Thiếu <chữ ký>") && mail.body_vi.contains(&format!("/cases/{}", filed.matter))
    );
    assert!(mail.body_en.contains("is missing:"), "{}", mail.body_en);
    // Told as the act left the case, however late: before the clock was stopped there was a date.
    let received = told.iter().find(|m| m.notice == "applicant.received" && m.channel == "email").unwrap();
    assert!(received.body_vi.contains("Ngày hẹn trả kết quả: 18/03/2024"), "{}", received.body_vi);
    let text = told.iter().find(|m| m.notice == "applicant.supplement" && m.channel == "sms").unwrap();
    assert_eq!((text.address.as_str(), text.body_en.as_str()), ("0912345678", ""));
    assert!(text.body_vi.contains("cần bổ sung: Bản sao {case}; Giấy phép") && !text.body_vi.contains('\n'));
    assert!(text.body_vi.chars().count() <= desk.library().notices.sending.short_chars, "{}", text.body_vi);
    for m in &told {
        for subject in [&m.subject_vi, &m.subject_en] {
            assert!(
                !subject.contains("Sao Mai") && !subject.contains("0912") && subject.contains(&code),
                "{subject}"
            );
        }
    }
    // The same jobs once more put nothing more.
    let jobs = house.test.store.jobs(BD, "done", 99, None).await.unwrap();
    let mut again = 0;
    for job in jobs.iter().filter(|j| j.kind == "notify") {
        let id = format!("{}/again", job.id);
        let row = congvu_store::JobRow {
            id,
            kind: job.kind.clone(),
            run_at_ms: 0,
            max_attempts: 3,
            body: job.body.clone(),
        };
        house.test.store.put_job(BD, &row).await.unwrap();
        again += 1;
    }
    assert_eq!(again, 3);
    let worker = tokio::spawn(run_jobs(desk.clone()));
    while !house.test.store.jobs(BD, "ready", 99, None).await.unwrap().iter().all(|j| j.kind == "remind") {
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
    while !house.test.store.jobs(BD, "running", 99, None).await.unwrap().is_empty() {
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
    worker.abort();
    assert_eq!(desk.sendings(agency_of(&desk, BD), &filed.matter).await.unwrap(), told);
    assert_whole(&desk, BD).await;
}

async fn telephones_sleep_at_night(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    people(&house).await;
    let desk = house.at("2024-03-04T22:30");
    desk.set_outlets(vec![Channel::Email, Channel::Sms]);
    let filed = file_grant(&desk, BD).await;
    act(&desk, BD, "reception-1", &filed.matter, "receive", json!({ "assignee": "press-1" })).await.unwrap();
    let told = worked(&desk, &filed.matter, |t| t.len() >= 7).await;
    let of = |channel: &str| {
        told.iter().find(|m| m.notice == "applicant.received" && m.channel == channel).unwrap()
    };
    let morning = congvu_desk::to_ms("2024-03-05T06:00".parse().unwrap());
    assert_eq!(of("sms").run_at_ms, morning);
    assert_eq!(of("email").run_at_ms, of("email").queued_ms);
    assert!(of("email").queued_ms < morning);
}

// conformance: ND61-19.9, TT21-CN20
async fn officers_are_reminded_once(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    people(&house).await;
    let desk = house.at(MONDAY);
    let filed = file_grant(&desk, BD).await;
    act(&desk, BD, "reception-1", &filed.matter, "receive", json!({ "assignee": "press-1" })).await.unwrap();
    let case = desk.case(agency_of(&desk, BD), &filed.matter).await.unwrap().unwrap();
    let due = case.clock.unwrap().due.unwrap();
    worked(&desk, &filed.matter, |t| t.iter().any(|m| m.notice == "officer.assigned")).await;
    let reminded = |t: &[Sending], notice: &str| t.iter().filter(|m| m.notice == notice).count();
    let day = due.date();
    let on = |days: i64, time: &str| {
        let day = day.checked_add(jiff::Span::new().days(days)).unwrap();
        (house.at(&format!("{day}T{time}")), day)
    };
    let after = |desk: Desk| async move {
        desk.sendings(agency_of(&desk, BD), &filed_matter(&desk).await).await.unwrap()
    };
    // A week before: nothing. On the last day: soon, once at every set time together. The day after: late, and the head too.
    for (days, time, slot, soon, late) in [
        (-7, "09:00", "08:00", 0, 0),
        (0, "09:00", "08:00", 2, 0),
        (0, "14:00", "13:30", 2, 0),
        (1, "09:00", "08:00", 2, 3),
        (1, "14:00", "13:30", 2, 3),
    ] {
        let (desk, day) = on(days, time);
        kept(&desk, format!("{day}T{slot}")).await;
        let told = after(desk).await;
        assert_eq!(
            (reminded(&told, "officer.due-soon"), reminded(&told, "officer.late")),
            (soon, late),
            "{days} {time}: {:?}",
            list(&told)
        );
    }
    let told = after(on(2, "09:00").0).await;
    assert!(list(&told).contains(&"officer.late in-app person:person:press-head delivered".to_owned()));
}

/// The only case of the department.
async fn filed_matter(desk: &Desk) -> String {
    let rows = desk.store().matters(BD, 999, "").await.unwrap();
    rows.into_iter().find(|r| !r.procedure.is_empty()).unwrap().id
}

async fn sending_again_is_an_act(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    people(&house).await;
    let desk = house.at(MONDAY);
    let filed = file_grant(&desk, BD).await;
    let m = &filed.matter;
    act(&desk, BD, "reception-1", m, "receive", json!({ "assignee": "press-1" })).await.unwrap();
    let told = worked(&desk, m, |t| t.len() >= 7).await;
    let mail = told.iter().find(|m| m.notice == "applicant.received" && m.channel == "email").unwrap();
    assert_eq!(mail.state, "off", "no mail server is set up");
    let in_app = told.iter().find(|m| m.notice == "applicant.received" && m.channel == "in-app").unwrap();
    let with = |id: &str| json!({ "notice": id, "reason": "Người dân báo chưa nhận được" });
    for (who, notice, expected) in [
        ("clerk-1", mail.id.as_str(), "refused: no-row"),
        ("press-2", mail.id.as_str(), "refused: "),
        (CITIZEN, mail.id.as_str(), "refused: no-row"),
        ("reception-1", "0123", "Input: notice not-a-choice"),
        ("reception-1", in_app.id.as_str(), "Input: notice not-a-choice"),
        ("reception-1", "", "Input: notice required"),
        ("press-1", mail.id.as_str(), "done"),
        ("reception-1", mail.id.as_str(), "done"),
    ] {
        let done = act(&desk, BD, who, m, "resend-notice", with(notice)).await;
        let found = answer(&done);
        assert!(
            found.starts_with(expected) || (expected == "refused: no-row" && found.starts_with("refused: ")),
            "{who} {notice}: {found}"
        );
    }
    // To the address that the citizen has now.
    let store = &house.test.store;
    let account = store.account(BD, CITIZEN).await.unwrap().unwrap();
    let account = AccountRow { email: "moi@saomai.example.vn".to_owned(), ..account };
    store.put_account(BD, &account).await.unwrap();
    let again = worked(&desk, m, |t| t.len() >= 9).await;
    let repeated: Vec<&Sending> =
        again.iter().filter(|r| r.notice == mail.notice && r.channel == "email" && r.id != mail.id).collect();
    assert_eq!(repeated.len(), 2);
    for row in repeated {
        assert_eq!(
            (row.address.as_str(), row.body_vi.as_str()),
            ("moi@saomai.example.vn", mail.body_vi.as_str())
        );
    }
    assert_whole(&desk, BD).await;
}

// conformance: ND61-20.4, NB-7.3, TT32-5.4.c
async fn an_early_result_is_told_as_early(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    people(&house).await;
    let desk = house.at(MONDAY);
    desk.set_outlets(vec![Channel::Email, Channel::Sms, Channel::Zalo]);
    let filed = file_grant(&desk, BD).await;
    let matter = filed.matter.as_str();
    act(&desk, BD, "reception-1", matter, "receive", json!({ "assignee": "press-1" })).await.unwrap();
    let opinion = json!({ "recommendation": "granted", "opinion": "Đủ điều kiện." });
    act(&desk, BD, "press-1", matter, "appraise", opinion).await.unwrap();
    act(&desk, BD, "press-head", matter, "agree", json!({})).await.unwrap();
    act(&desk, BD, "director", matter, "sign", json!({ "outcome": "granted" })).await.unwrap();
    act(&desk, BD, "clerk-1", matter, "issue", json!({})).await.unwrap();
    let early = |t: &[Sending]| t.iter().filter(|m| m.notice == "applicant.issued-early").count();
    let told = worked(&desk, matter, |t| early(t) == 3).await;
    assert!(!told.iter().any(|m| m.notice == "applicant.issued"));
    // By the ways that the holder chose, and by no other; the letter leads to where the licence is.
    let ways: std::collections::BTreeSet<&str> =
        told.iter().filter(|m| m.notice == "applicant.issued-early").map(|m| m.channel.as_str()).collect();
    assert_eq!(ways.into_iter().collect::<Vec<_>>(), ["email", "in-app", "sms"]);
    let mail = told.iter().find(|m| m.notice == "applicant.issued-early" && m.channel == "email").unwrap();
    assert_eq!(mail.address, "lienhe@saomai.example.vn");
    let link = format!("https://congvu.example.vn/{BD}/cases/{matter}");
    assert!(mail.body_vi.contains(&link) && mail.body_en.contains(&link), "{}", mail.body_vi);
    let agency = agency_of(&desk, BD);
    let case = desk.case(agency, matter).await.unwrap().expect("the case behind the link");
    let code = case.matter.paper("outcome").expect("a licence").code.clone();
    assert!(desk.paper(agency, &case, &code).await.unwrap().expect("set").pdf.starts_with(b"%PDF-"));
}
