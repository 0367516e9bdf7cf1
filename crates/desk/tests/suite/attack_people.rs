//! People of the department who have no business knowing who denounced, or not any more, or not in this case.

use crate::sealed_support::{
    CONTENT, FILE, KEY, NAME, accepted, asking, crime, denounced, found_in, inspected, look, looking, secret,
    traces, value,
};
use crate::support::{
    BD, MONDAY, act, agency_of, answer, appoint, assert_whole, case, citizen, officer, on_both, request,
};
use congvu_authority::Actor;
use congvu_desk::{On, Opening};
use congvu_store::testing::Backend;
use serde_json::json;

/// Everybody but those that it is sealed for.
async fn others_are_refused(backend: Backend) {
    let house = inspected(backend).await;
    let desk = house.at(MONDAY);
    let m = accepted(&desk).await;
    for who in ["deputy-1", "press-head", "press-1", "reception-1", "clerk-1", "inspectorate-1"] {
        let before = desk.store().head(BD).await.unwrap().seq;
        assert_eq!(answer(&look(&desk, who, &m).await), "refused: no-power", "{who}");
        assert_eq!(desk.store().head(BD).await.unwrap().seq, before, "a refused look is no act");
    }
    for who in ["director", "inspectorate-head"] {
        let (_, opened) = look(&desk, who, &m).await.expect(who);
        assert_eq!(value(&opened[0], "full_name"), NAME);
    }
    let mut asked = looking("director", &m, "x");
    asked.actor = citizen("citizen:sao-mai");
    assert_eq!(answer(&desk.look(asked).await), "NotSealedFor");
    let mut asked = looking("director", &m, "x");
    asked.actor = Actor::System;
    assert_eq!(answer(&desk.look(asked).await), "NotSealedFor");
    assert_whole(&desk, BD).await;
}

/// A deputy who runs the department signs for the director, and still does not see the name.
async fn a_substitute_does_not_inherit_it(backend: Backend) {
    let house = inspected(backend).await;
    let desk = house.at(MONDAY);
    let m = accepted(&desk).await;
    let on = On::New(Opening::Lifecycle("delegation".into()));
    let input = json!({ "to": "deputy-1", "until": "2024-03-20T17:00:00", "reason": "Đi công tác" });
    desk.perform(request(BD, officer("director"), on, "delegate", input)).await.expect("delegated");
    let findings = json!({ "findings": "Có việc nhận tiền." });
    act(&desk, BD, "inspectorate-1", &m, "report-verification", findings).await.expect("reported");
    assert_eq!(answer(&look(&desk, "deputy-1", &m).await), "refused: no-power");
    let conclusion = json!({ "outcome": "founded", "content": "Việc nhận tiền", "reasons": ["Có biên bản"] });
    act(&desk, BD, "deputy-1", &m, "conclude-denunciation", conclusion)
        .await
        .expect("signed for the director");
    let signed = desk.case_for(agency_of(&desk, BD), &officer("director"), &m).await.unwrap().unwrap();
    assert_eq!(signed.matter.signature.unwrap().capacity, "KT");
    assert_eq!(answer(&look(&desk, "deputy-1", &m).await), "refused: no-power");
}

/// Whoever holds the position for the time being is a substitute, too.
async fn an_acting_head_does_not_inherit_it(backend: Backend) {
    let house = inspected(backend).await;
    let desk = house.at(MONDAY);
    let m = accepted(&desk).await;
    look(&desk, "inspectorate-head", &m).await.expect("looked");
    crime(
        &house,
        "UPDATE matter SET body = replace(body, '\"acting\":false', '\"acting\":true') WHERE id = 'book'",
    )
    .await;
    let now = house.at(MONDAY);
    assert_eq!(answer(&look(&now, "inspectorate-head", &m).await), "NotSealedFor");
}

/// The office that it is about is left out from the start; the leadership is the Chairman's.
async fn whoever_it_is_about_cannot_open_it(backend: Backend) {
    let house = inspected(backend).await;
    let desk = house.at(MONDAY);
    let agency = agency_of(&desk, BD);
    let inspectorate = denounced(&desk, KEY, NAME, "inspectorate").await.matter;
    assert_eq!(answer(&look(&desk, "inspectorate-head", &inspectorate).await), "NotSealedFor");
    look(&desk, "director", &inspectorate).await.expect("looked");
    let leaders = denounced(&desk, "ffeeddccbbaa99887766554433221100", NAME, "leadership").await.matter;
    for who in ["director", "inspectorate-head"] {
        assert_eq!(answer(&look(&desk, who, &leaders).await), "NotSealedFor", "{who}");
        assert!(
            desk.case_for(agency, &officer(who), &leaders).await.unwrap().is_none(),
            "{who} learns of it"
        );
    }
    for who in ["deputy-1", "reception-1", "clerk-1", "press-head"] {
        assert!(desk.case_for(agency, &officer(who), &leaders).await.unwrap().is_none(), "{who}");
    }
    let founder = agency.file.founder.position.as_str();
    let mut asked = looking(founder, &leaders, "Thuộc thẩm quyền");
    asked.actor = Actor::Position { person: founder.into(), position: founder.into() };
    let (_, opened) = desk.look(asked.clone()).await.expect("the Chairman looks");
    assert_eq!(value(&opened[0], "full_name"), NAME);
    let body = json!({ "body": "Thanh tra tỉnh" });
    let taken = request(BD, asked.actor, On::Matter(leaders.clone()), "forward-up", body);
    desk.perform(taken).await.expect("taken over");
    for who in ["director", "inspectorate-head", "reception-1"] {
        assert!(
            desk.case_for(agency, &officer(who), &leaders).await.unwrap().is_none(),
            "{who} learns of it later"
        );
    }
}

/// Who left the position cannot look; who came into it can.
async fn the_position_looks_not_the_person(backend: Backend) {
    let house = inspected(backend).await;
    let desk = house.at(MONDAY);
    let m = accepted(&desk).await;
    let mut asked = looking("inspectorate-head", &m, "x");
    asked.actor = Actor::Position { person: "person:press-1".into(), position: "inspectorate-head".into() };
    let said = answer(&desk.look(asked).await);
    assert!(said.starts_with("refused"), "{said}");
    // The wrong position of the right person.
    let mut asked = looking("director", &m, "x");
    asked.actor = Actor::Position { person: "person:deputy-1".into(), position: "director".into() };
    let said = answer(&desk.look(asked).await);
    assert!(said.starts_with("refused"), "{said}");
}

/// First the act with its reason, then the name; each time anew, and nothing is shown without it.
async fn each_look_is_an_act(backend: Backend) {
    let house = inspected(backend).await;
    let desk = house.at(MONDAY);
    let m = accepted(&desk).await;
    assert_eq!(answer(&desk.look(looking("director", &m, " ")).await), "Input: reason required");
    let mut asked = looking("director", &m, "Xác minh");
    asked.idempotency_key = Some("the-same".into());
    let before = desk.store().head(BD).await.unwrap().seq;
    for n in 1..=2 {
        let (done, opened) = desk.look(asked.clone()).await.expect("looked");
        assert_eq!(done.seq, before + n, "a repetition is a look of its own");
        assert_eq!(value(&opened[0], "content"), CONTENT);
    }
    let (done, file) = desk.look_at_file(looking("director", &m, "Xem tệp"), 0).await.expect("looked");
    assert_eq!((done.seq, file.bytes.as_slice()), (before + 3, FILE));
    assert!(desk.look_at_file(looking("director", &m, "Xem tệp"), 9).await.is_err());
    let lines = desk.history(agency_of(&desk, BD), &m).await.unwrap();
    let looks: Vec<_> = lines.iter().filter(|l| l.act.kind == "look").collect();
    assert_eq!(looks.len(), 4, "the failed one had begun");
    assert!(looks.iter().all(|l| l.act.input["reason"].as_str().is_some_and(|r| r.starts_with('X'))));
    // Another act cannot be passed off as a look.
    let mut asked = looking("director", &m, "x");
    asked.command.act = "handle-result".into();
    assert_eq!(answer(&desk.look(asked).await), "unknown: look");
    assert_whole(&desk, BD).await;
}

/// What would tell who it is cannot be said in clear, by anybody.
async fn nothing_is_taken_in_clear(backend: Backend) {
    let house = inspected(backend).await;
    let desk = house.at(MONDAY);
    let check = |expected: &'static str, change: fn(&mut congvu_desk::Request)| {
        let mut asked = asking(&desk, KEY, NAME, "staff");
        change(&mut asked);
        let desk = desk.clone();
        async move {
            let said = answer(&desk.perform(asked).await);
            assert_eq!(said, expected);
            assert_eq!(found_in(said.as_bytes(), &traces()), None);
        }
    };
    check("Input: full_name in-clear", |r| drop(r.command.input.insert("full_name".into(), json!(NAME))))
        .await;
    check("Input: form in-clear", |r| drop(r.command.form.insert("name".into(), json!(NAME)))).await;
    check("Input: subject in-clear", |r| r.command.subject = NAME.into()).await;
    check("Input: party in-clear", |r| r.command.party.as_mut().unwrap().name = NAME.into()).await;
    check("Input: party in-clear", |r| r.command.party.as_mut().unwrap().phone = "0938475610".into()).await;
    check("Files", |r| r.command.files.push(crate::support::attached("evidence"))).await;
    check("Input: sealed required", |r| r.command.secret = None).await;
    check("refused: not-party", |r| r.command.party = None).await;
    check("Input: content required", |r| drop(r.command.secret.as_mut().unwrap().said.remove("content")))
        .await;
    check("Input: nickname unknown", |r| {
        drop(r.command.secret.as_mut().unwrap().said.insert("nickname".into(), json!(NAME)));
    })
    .await;
    assert!(desk.store().matters(BD, 100, "").await.unwrap().iter().all(|m| m.kind != "denunciation"));
    assert_eq!(found_in(&crate::sealed_support::dump(&house).await, &traces()), None);
}

/// Names as they are: one word, combining marks, no name at all; and too much.
async fn names_as_they_are(backend: Backend) {
    let house = inspected(backend).await;
    let desk = house.at(MONDAY);
    let keys = ["a0", "a1", "a2"].map(|k| k.repeat(16));
    for (key, name) in keys.iter().zip(["Y", "Nguye\u{302}\u{303}n Thi\u{323} A\u{301}nh", "K'Brếu"]) {
        let m = denounced(&desk, key, name, "staff").await.matter;
        let (_, opened) = look(&desk, "director", &m).await.expect("looked");
        assert_eq!(value(&opened[0], "full_name"), name);
    }
    let mut nameless = asking(&desk, &"a3".repeat(16), NAME, "field");
    nameless.command.secret.as_mut().unwrap().said.retain(|k, _| k == "content");
    let m = desk.perform(nameless).await.expect("anonymous is information").matter;
    let now = desk.case_for(agency_of(&desk, BD), &officer("director"), &m).await.unwrap().unwrap();
    assert_eq!(now.matter.state, "information", "kept apart: no denunciation by law");
    // At the desk a denunciation needs its name; without one there is another act.
    let on = || On::New(Opening::Procedure(crate::sealed_support::PROCEDURE.to_owned()));
    let mut asked = request(
        BD,
        officer("clerk-1"),
        on(),
        "take-denunciation",
        json!({ "about": "field", "how": "letter" }),
    );
    asked.command.channel = "post".into();
    let mut anonymous = secret(NAME);
    anonymous.said.remove("full_name");
    asked.command.secret = Some(anonymous);
    assert_eq!(answer(&desk.perform(asked).await), "Input: full_name required");
    let mut long = asking(&desk, &"a4".repeat(16), NAME, "field");
    long.command.secret.as_mut().unwrap().said.insert("content".into(), json!("dài ".repeat(4_000)));
    assert_eq!(answer(&desk.perform(long).await), "Input: content too-long");
    // Two hundred pages come as a file.
    let mut pages = asking(&desk, &"a5".repeat(16), NAME, "field");
    pages.command.secret.as_mut().unwrap().files[0].bytes = vec![b'%'; 6 * 1024 * 1024];
    let m = desk.perform(pages).await.expect("taken").matter;
    let (_, file) = desk.look_at_file(looking("director", &m, "Xem đơn"), 0).await.expect("looked");
    assert_eq!(file.bytes.len(), 6 * 1024 * 1024);
}

/// Only whoever has the code withdraws; the same sent twice is one; forwarded is forwarded once.
async fn codes_and_repetitions(backend: Backend) {
    let house = inspected(backend).await;
    let desk = house.at(MONDAY);
    let agency = agency_of(&desk, BD);
    let first = denounced(&desk, KEY, NAME, "staff").await;
    assert_eq!(
        denounced(&desk, KEY, NAME, "staff").await,
        first,
        "a repetition is answered, not carried out"
    );
    let other = asking(&desk, KEY, "Somebody else", "staff");
    assert_eq!(answer(&desk.perform(other).await), "key-reused");

    let by = |code: &str| Actor::Applicant {
        account: desk.account_of_code(agency, code).unwrap().as_str().into(),
    };
    let code = desk.follow_code(agency, KEY).unwrap();
    let stranger = desk.follow_code(agency, &"b1".repeat(16)).unwrap();
    let withdraw =
        |actor| request(BD, actor, On::Matter(first.matter.clone()), "withdraw", json!({ "forced": "no" }));
    assert_eq!(answer(&desk.perform(withdraw(by(&stranger))).await), "refused: not-party");
    assert_eq!(answer(&desk.perform(withdraw(citizen("citizen:sao-mai"))).await), "refused: not-party");
    assert_eq!(answer(&desk.perform(withdraw(citizen(""))).await), "refused: not-party");
    desk.perform(withdraw(by(&code))).await.expect("asked to withdraw");
    let threat = json!({ "reason": "Có dấu hiệu đe dọa" });
    act(&desk, BD, "director", &first.matter, "go-on", threat).await.expect("goes on");
    let now = desk.case_of_code(agency, &code).await.unwrap().unwrap();
    assert_eq!(now.matter.state, "information");

    let m = accepted(&desk).await;
    let to = || json!({ "body": "Sở Xây dựng", "reason": "Thuộc thẩm quyền" });
    assert_eq!(answer(&act(&desk, BD, "director", &m, "forward-denunciation", to()).await), "WrongState");
    let on = On::New(Opening::Procedure(crate::sealed_support::PROCEDURE.to_owned()));
    let mut asked = request(
        BD,
        officer("clerk-1"),
        on,
        "take-denunciation",
        json!({ "about": "field", "how": "letter" }),
    );
    asked.command.channel = "post".into();
    asked.command.secret = Some(secret(NAME));
    let m = desk.perform(asked).await.expect("taken in").matter;
    act(&desk, BD, "director", &m, "forward-denunciation", to()).await.expect("forwarded");
    let before = desk.store().head(BD).await.unwrap().seq;
    assert_eq!(answer(&act(&desk, BD, "director", &m, "forward-denunciation", to()).await), "WrongState");
    assert_eq!(desk.store().head(BD).await.unwrap().seq, before, "nothing half done");
    assert_whole(&desk, BD).await;
}

/// A code that was given and one that never was take the same time, within what a machine varies.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn known_and_unknown_codes_take_the_same_time() {
    let house = inspected(Backend::Sqlite).await;
    let desk = house.at(MONDAY);
    let agency = agency_of(&desk, BD);
    denounced(&desk, KEY, NAME, "staff").await;
    let known = desk.follow_code(agency, KEY).unwrap();
    let mut times = [Vec::new(), Vec::new()];
    for round in 0..200 {
        let unknown = desk.follow_code(agency, &format!("{round:032x}")).unwrap();
        for (slot, code) in [&known, &unknown].into_iter().enumerate() {
            let begun = std::time::Instant::now();
            let found = desk.case_of_code(agency, code).await.unwrap();
            times[slot].push(begun.elapsed().as_micros());
            assert_eq!(found.is_some(), slot == 0);
        }
    }
    let median = |list: &mut Vec<u128>| {
        list.sort_unstable();
        list[list.len() / 2]
    };
    let [mut a, mut b] = times;
    let (a, b) = (median(&mut a), median(&mut b));
    // Reading the matter itself costs something; a code of a hundred random bits gives nobody a second try at it.
    assert!(a < b * 3 + 2_000 && b < a * 3 + 2_000, "known {a} µs, unknown {b} µs");
}

/// The clock of the law: thirty days from acceptance, thirty more when complex, once more when especially complex.
async fn times_and_extensions(backend: Backend) {
    let house = inspected(backend).await;
    let desk = house.at(MONDAY);
    let m = accepted(&desk).await;
    let due = |desk: congvu_desk::Desk, m: String| async move {
        let now = desk.case_for(agency_of(&desk, BD), &officer("director"), &m).await.unwrap().unwrap();
        now.clock.and_then(|c| c.due).expect("due").date().to_string()
    };
    let first = due(desk.clone(), m.clone()).await;
    assert_eq!(first, "2024-04-03");
    let complex = || json!({ "criterion": "bodies", "reason": "Liên quan nhiều cơ quan" });
    let again = |second: &str| json!({ "criterion": "bodies", "second": second, "reason": "Hai tiêu chí" });
    assert_eq!(answer(&act(&desk, BD, "director", &m, "extend-again", again("evidence")).await), "NotYet");
    act(&desk, BD, "director", &m, "extend-denunciation", complex()).await.expect("extended");
    assert_eq!(answer(&act(&desk, BD, "director", &m, "extend-denunciation", complex()).await), "TooOften");
    let same = act(&desk, BD, "director", &m, "extend-again", again("bodies")).await;
    assert_eq!(answer(&same), "Input: second not-different");
    act(&desk, BD, "director", &m, "extend-again", again("evidence")).await.expect("extended again");
    assert_eq!(due(desk.clone(), m.clone()).await, "2024-06-03", "02/6/2024 is a Sunday");
    assert_eq!(
        answer(&act(&desk, BD, "inspectorate-head", &m, "extend-denunciation", complex()).await),
        "refused: no-power"
    );
}

/// A complaint on the ordinary pages' way: accepted, found complex, a dialogue, decided, issued with its paper.
async fn a_complaint_is_decided(backend: Backend) {
    let house = inspected(backend).await;
    let desk = house.at(MONDAY);
    let form = json!({
        "topic": "Từ chối giấy phép", "against": "decision", "by_whom": "Sở, số 12", "known_on": "2024-02-20",
        "content": "Không có căn cứ", "request": "Hủy quyết định", "remote": "no", "full_name": "Trần Văn Bình",
        "address": "Thủ Dầu Một", "phone": "0912345678",
    });
    let mut asked = crate::support::filing(BD, "complaint.first", form, None);
    asked.command.files = vec![crate::support::attached("letter")];
    let m = desk.perform(asked).await.expect("filed").matter;
    let accept = json!({ "assignee": "inspectorate-1" });
    let by_reception = act(&desk, BD, "reception-1", &m, "accept-complaint", accept.clone()).await;
    assert_eq!(answer(&by_reception), "refused: no-power");
    act(&desk, BD, "inspectorate-head", &m, "accept-complaint", accept).await.expect("accepted");
    let due = |c: &congvu_desk::Case| c.clock.as_ref().unwrap().due.unwrap().date().to_string();
    assert_eq!(due(&case(&desk, BD, &m).await), "2024-04-03");
    let why = || json!({ "reason": "Nhiều cơ quan liên quan" });
    act(&desk, BD, "director", &m, "complex", why()).await.expect("complex");
    assert_eq!(due(&case(&desk, BD, &m).await), "2024-04-19", "18/4/2024 is the Hùng Kings' day");
    assert_eq!(answer(&act(&desk, BD, "director", &m, "complex-remote", why()).await), "OtherAnswers");
    let call = json!({ "held-at": "2024-03-20T08:00:00", "place": "Trụ sở Sở", "with": "Trần Văn Bình" });
    let minutes = json!({ "minutes": "Hai bên thống nhất" });
    assert_eq!(
        answer(&act(&desk, BD, "inspectorate-1", &m, "record-dialogue", minutes.clone()).await),
        "NotYet"
    );
    act(&desk, BD, "inspectorate-1", &m, "call-dialogue", call).await.expect("called");
    act(&desk, BD, "inspectorate-1", &m, "record-dialogue", minutes).await.expect("recorded");
    let report = json!({ "findings": "Đúng một phần", "proposal": "partly" });
    act(&desk, BD, "inspectorate-1", &m, "report-complaint", report).await.expect("reported");
    let decision = json!({
        "outcome": "partly", "content": "Từ chối giấy phép", "reasons": ["Thẩm định thiếu"], "measures": ["Thẩm định lại"],
    });
    act(&desk, BD, "director", &m, "decide-complaint", decision).await.expect("decided");
    act(&desk, BD, "clerk-1", &m, "issue-complaint", json!({})).await.expect("issued");
    let now = case(&desk, BD, &m).await;
    let codes: Vec<String> = now.matter.papers.iter().map(|p| p.code.clone()).collect();
    assert_eq!(codes.len(), 2);
    for code in codes {
        let paper = desk.paper(agency_of(&desk, BD), &now, &code).await.expect("set").expect("a paper");
        assert!(paper.pdf.starts_with(b"%PDF"));
    }
    assert_whole(&desk, BD).await;
}

/// The conclusion and the notice of acceptance are papers that everybody concerned gets: they can be set, and do not tell.
async fn papers_do_not_tell(backend: Backend) {
    let house = inspected(backend).await;
    let desk = house.at(MONDAY);
    let m = accepted(&desk).await;
    act(&desk, BD, "inspectorate-1", &m, "report-verification", json!({ "findings": "Có" }))
        .await
        .expect("reported");
    let conclusion = json!({ "outcome": "partly", "content": "Việc nhận tiền", "reasons": ["Có biên bản"], "measures": ["Kỷ luật"] });
    act(&desk, BD, "director", &m, "conclude-denunciation", conclusion).await.expect("concluded");
    let agency = agency_of(&desk, BD);
    let now = desk.case_for(agency, &officer("director"), &m).await.unwrap().unwrap();
    let traces = traces();
    for paper in &now.matter.papers {
        let set = desk.paper(agency, &now, &paper.code).await.expect("set").expect("a paper");
        assert!(set.pdf.starts_with(b"%PDF") && found_in(&set.pdf, &traces).is_none());
        assert_eq!(found_in(set.name.as_bytes(), &traces), None);
    }
    assert_eq!(now.matter.papers.len(), 2);
    let public = json!({ "form": "website", "public_question": "Nhận tiền tại quầy", "public_answer": "Đúng một phần" });
    act(&desk, BD, "inspectorate-head", &m, "publish-denunciation", public).await.expect("published");
    assert_whole(&desk, BD).await;
}

/// A new department is another world: same positions, other keys.
async fn departments_do_not_share_it(backend: Backend) {
    let house = inspected(backend).await;
    let desk = house.at(MONDAY);
    let m = accepted(&desk).await;
    appoint(&desk, "long-an", "chairman", &json!({ "id": "director", "kind": "director", "unit": null }))
        .await
        .expect("appointed");
    let mut asked = looking("director", &m, "x");
    asked.agency = "long-an".into();
    assert_eq!(answer(&desk.look(asked).await), "unknown: matter");
    let code = desk.follow_code(agency_of(&desk, BD), KEY).unwrap();
    assert!(desk.case_of_code(agency_of(&desk, "long-an"), &code).await.unwrap().is_none());
}

on_both!(
    others_are_refused,
    a_substitute_does_not_inherit_it,
    an_acting_head_does_not_inherit_it,
    whoever_it_is_about_cannot_open_it,
    the_position_looks_not_the_person,
    each_look_is_an_act,
    nothing_is_taken_in_clear,
    names_as_they_are,
    codes_and_repetitions,
    times_and_extensions,
    a_complaint_is_decided,
    papers_do_not_tell,
    departments_do_not_share_it,
);
