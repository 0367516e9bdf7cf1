//! Files on paper: taken in, refused, taken in by many at once.

use crate::house::{AGENCY, House, PROCEDURE, jpeg, matter, morning, pdf, position, send, take, take_in};
use axum::http::StatusCode;
use congvu_authority::Actor;
use congvu_desk::{On, Opening, PerformError};
use congvu_matter::{Command, Party, Refused};
use congvu_testing::Sent;
use std::collections::BTreeSet;

// conformance: HN-02, HN-03, ND61-16, ND61-17.1, TT21-CN12, TT03-5.2.b, TT01-2023-8.2.a, TT01-2023-8.2.c, TT32-7.3.c
// conformance: NB-8.3
#[tokio::test]
async fn a_file_on_paper_is_taken_in_with_one_form() {
    let house = House::open().await;
    let mut reception = house.officer("reception").await;
    let (project, one, two) = (pdf(&[(200, 300), (200, 300)]), jpeg(30, 40), jpeg(40, 30));
    let files: [Sent<'_>; 3] = [
        ("_f-project", "đề án.pdf", &project),
        ("_f-founding", "1.jpg", &one),
        ("_f-founding", "2.jpg", &two),
    ];
    // How large a file may be stands where it is chosen.
    reception.get(&take("")).await.has("mỗi tệp không quá 10");
    let answer = take_in(&mut reception, &[], &files).await;
    let case = house.case(&matter(&answer)).await;
    let m = &case.matter;
    assert_eq!((m.state.as_str(), m.channel.as_str()), ("appraising", "counter"));
    assert_eq!((m.assigned.as_deref(), m.opened.date()), (Some("specialist"), morning().date()));
    assert!(case.clock.as_ref().is_some_and(|c| c.due.is_some()), "the time runs from here");
    // Whose file it is, who represents them and who brought it are three things.
    let (party, said) = (m.party.as_ref().unwrap(), &m.said["take-in"]);
    assert_eq!((party.name.as_str(), party.phone.as_str()), ("Công ty Ánh Sáng", "0912345678"));
    assert_eq!(m.form["representative"], "Lê Thị Mai, giám đốc");
    assert_eq!((said["filer"].as_str(), said["filer-as"].as_str()), (Some("Nguyễn Văn Tới"), Some("proxy")));
    // Two photographs of one paper are one clean PDF; what was only shown is not scanned.
    let parts: Vec<(&str, &str)> = m.files.iter().map(|f| (f.part.as_str(), f.media_type.as_str())).collect();
    assert_eq!(parts, [("project", "application/pdf"), ("founding", "application/pdf")]);
    let (_, look) = house.desk.kept_file(&m.files[1].sha256).await.unwrap();
    assert_eq!(look.pages.len(), 2);
    let came = case.on_paper(house.desk.library()).unwrap();
    assert_eq!((came["founding"].copies, came["founding"].pages), (2, Some(2)));
    assert_eq!(came["source-consent"].not_scanned.as_deref(), Some("shown-only"));
    // The act stands in the record with the officer, not the applicant, and its clause.
    let history = house.desk.history(house.agency(), &m.id).await.unwrap();
    assert_eq!((history.len(), history[0].act.kind.as_str()), (1, "take-in"));
    let actor = serde_json::to_string(&history[0].act.actor).unwrap();
    assert!(actor.contains("p-reception") && !history[0].act.clause.eid.is_empty(), "{actor}");
    let row = house.desk.store().matter(AGENCY, &m.id).await.unwrap().unwrap();
    assert_eq!(row.channel, "counter");
    let done = reception.get(answer.header("location")).await;
    done.is(StatusCode::OK).has(m.code.as_deref().unwrap()).has("data:image/svg+xml").has("Người tiếp theo");
    done.has("1 bản chính, 0 bản sao").has("Nguyễn Văn Tới").has("trực tiếp tại quầy");
}

// conformance: TT21-CN12, TT03-5.2.a
#[tokio::test]
async fn only_reception_takes_in_and_only_on_paper() {
    let house = House::open().await;
    let counter = format!("/{AGENCY}/desk/counter");
    for who in ["specialist", "director", "clerk"] {
        let mut officer = house.officer(who).await;
        officer.get(&counter).await.is(StatusCode::FORBIDDEN);
        officer.get(&take("")).await.is(StatusCode::FORBIDDEN);
    }
    house.visitor().get(&take("")).await.is(StatusCode::SEE_OTHER);
    let mut reception = house.officer("reception").await;
    reception.get(&counter).await.is(StatusCode::OK);
    reception.get(&take("").replace(PROCEDURE, "nothing")).await.is(StatusCode::NOT_FOUND);
    let party = Party { account: "acme".into(), name: "A".into(), phone: String::new() };
    let command = |act: &str, channel: &str| Command {
        act: act.to_owned(),
        channel: channel.to_owned(),
        party: Some(party.clone()),
        input: serde_json::json!({ "assignee": "specialist", "filer": "A", "filer-as": "self", "parts": {} })
            .as_object()
            .cloned()
            .unwrap_or_default(),
        ..Command::default()
    };
    let on = || On::New(Opening::Procedure(PROCEDURE.to_owned()));
    let citizen = Actor::Applicant { account: "acme".into() };
    for (who, act) in
        [(citizen, "take-in"), (position("specialist"), "take-in"), (position("reception"), "file")]
    {
        let refused = house.perform(who.clone(), on(), command(act, "counter")).await;
        assert!(matches!(refused, Err(PerformError::Refused(_))), "{who:?} {act}: {refused:?}");
    }
    for channel in ["online", "portal", "", "office"] {
        let refused = house.perform(position("reception"), on(), command("take-in", channel)).await;
        let at_channel = matches!(&refused, Err(PerformError::NotNow(Refused::Input { faults, .. })) if faults[0].input == "channel");
        assert!(at_channel, "{channel}: {refused:?}");
    }
    assert_eq!(house.cases().await, 0);
}

// conformance: TT01-2023-8.2.a, ND61-15.3
#[tokio::test]
async fn what_is_missing_is_said_all_at_once_and_nothing_is_lost() {
    let house = House::open().await;
    let mut reception = house.officer("reception").await;
    let project = pdf(&[(200, 300)]);
    let changes = [
        ("_filer", ""),
        ("licensee", ""),
        ("_c-founding", ""),
        ("_n-source-consent", ""),
        ("_o-project", "x"),
    ];
    let answer = take_in(&mut reception, &changes, &[("_f-project", "de-an.pdf", &project)]).await;
    answer.is(StatusCode::UNPROCESSABLE_ENTITY);
    answer.has("số bản là số từ 0 đến 99").has("Chưa nhận: Bản sao giấy tờ thành lập");
    answer.has("cần bản quét, hoặc chọn lý do không quét").has("de-an.pdf").has("Tin Ánh Sáng");
    assert_eq!(house.cases().await, 0);
    // The scan that was sent stays with the draft; the rest is put right.
    let (csrf, draft) = (answer.hidden("_csrf"), answer.hidden("_draft"));
    let founding = jpeg(20, 30);
    let files: [Sent<'_>; 1] = [("_f-founding", "1.jpg", &founding)];
    let answer = send(&mut reception, &csrf, &draft, &[("_filer", "")], &files).await;
    answer.is(StatusCode::UNPROCESSABLE_ENTITY).has("Người nộp hồ sơ");
    let (csrf, draft) = (answer.hidden("_csrf"), answer.hidden("_draft"));
    let answer = send(&mut reception, &csrf, &draft, &[("unknown", "field")], &[]).await;
    let case = house.case(&matter(&answer)).await;
    assert_eq!(case.matter.files.len(), 2);
    assert!(!case.matter.form.contains_key("unknown"));
    // The same form once more is the same case.
    let again = send(&mut reception, &csrf, &draft, &[("_twice", "true")], &files).await;
    assert_ne!(again.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(house.cases().await, 1);
}

// conformance: TT32-8.2, NB-14.3
#[tokio::test]
async fn who_comes_again_is_known_and_the_same_file_twice_is_noticed() {
    let house = House::open().await;
    let mut reception = house.officer("reception").await;
    let (project, founding) = (pdf(&[(200, 300)]), jpeg(20, 30));
    let files: [Sent<'_>; 2] = [("_f-project", "a.pdf", &project), ("_f-founding", "b.jpg", &founding)];
    let first = matter(&take_in(&mut reception, &[], &files).await);
    for who in ["0104630479", "0912 345 678", "anh sang"] {
        let asked = form_urlencoded::Serializer::new(String::new()).append_pair("who", who).finish();
        let page = reception.get(&take(&format!("?{asked}"))).await;
        page.is(StatusCode::OK).has(&format!("?from={first}")).has_not("1 Đường Hoa");
    }
    reception.get(&take("?who=9999999999")).await.has_not("?from=");
    let chosen = reception.get(&take(&format!("?from={first}"))).await;
    chosen.has("value=\"0104630479\"").has("1 Đường Hoa").has_not("Tin Ánh Sáng");
    let second = take_in(&mut reception, &[], &files).await;
    second.is(StatusCode::UNPROCESSABLE_ENTITY).has("đang có hồ sơ cùng thủ tục");
    assert_eq!(house.cases().await, 1);
    matter(&take_in(&mut reception, &[("_twice", "true")], &files).await);
    matter(&take_in(&mut reception, &[("licensee", "Công ty Khác")], &files).await);
    assert_eq!(house.cases().await, 3);
}

#[tokio::test]
async fn pages_are_ordered_turned_and_left_out() {
    let house = House::open().await;
    let mut reception = house.officer("reception").await;
    let project = pdf(&[(200, 300), (210, 310), (220, 320)]);
    let page = reception.get(&take("")).await;
    let (csrf, draft) = (page.hidden("_csrf"), page.hidden("_draft"));
    let files: [Sent<'_>; 1] = [("_f-project", "a.pdf", &project)];
    let answer = send(&mut reception, &csrf, &draft, &[("_pages", "project")], &files).await;
    let pages = take(&format!("/pages/{draft}/project"));
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, pages.as_str()));
    let shown = reception.get(&pages).await;
    shown.is(StatusCode::OK).has("3 trang").has("Trang 3 của a.pdf");
    let csrf = shown.hidden("_csrf");
    reception.post(&pages, &[("_csrf", &csrf)]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [
        ("_csrf", csrf.as_str()),
        ("keep-0", "true"),
        ("place-0", "5"),
        ("keep-2", "true"),
        ("turn-2", "90"),
    ];
    let bound = reception.post(&pages, &fields).await;
    let back = take(&format!("?draft={draft}"));
    assert_eq!((bound.status, bound.header("location")), (StatusCode::SEE_OTHER, back.as_str()));
    let form = reception.get(&back).await;
    form.has("project.pdf (2 trang").has("Nguyễn Văn Tới");
    // Somebody else's intake is nobody's here.
    house.officer("specialist").await.get(&pages).await.is(StatusCode::FORBIDDEN);
    let founding = jpeg(20, 30);
    let (csrf, draft) = (form.hidden("_csrf"), form.hidden("_draft"));
    let answer = send(&mut reception, &csrf, &draft, &[], &[("_f-founding", "b.jpg", &founding)]).await;
    let case = house.case(&matter(&answer)).await;
    let (_, look) = house.desk.kept_file(&case.matter.files[0].sha256).await.unwrap();
    let sizes: Vec<(f32, f32)> = look.pages.iter().map(|p| (p.width.round(), p.height.round())).collect();
    assert_eq!(sizes, [(320.0, 220.0), (200.0, 300.0)]);
}

// conformance: HN-03, ND61-26
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_at_once_have_numbers_without_gaps() {
    let house = House::open().await;
    let (project, founding) = (pdf(&[(200, 300)]), pdf(&[(201, 301)]));
    let reception = house.officer("reception").await;
    let tasks = (0..64).map(|n| {
        let (mut client, project, founding) = (reception.clone(), project.clone(), founding.clone());
        tokio::spawn(async move {
            let files: [Sent<'_>; 2] =
                [("_f-project", "a.pdf", &project), ("_f-founding", "b.pdf", &founding)];
            let name = format!("Công ty số {n}");
            matter(&take_in(&mut client, &[("licensee", &name)], &files).await)
        })
    });
    let tasks: Vec<_> = tasks.collect();
    let mut codes = BTreeSet::new();
    for task in tasks {
        let case = house.case(&task.await.unwrap()).await;
        codes.insert(case.matter.code.unwrap());
    }
    let numbers: Vec<usize> = codes.iter().map(|c| c.rsplit('-').next().unwrap().parse().unwrap()).collect();
    assert_eq!(numbers, (1..=64).collect::<Vec<_>>(), "{codes:?}");
}

// conformance: ND61-20.2
#[tokio::test]
async fn originals_are_given_back_and_that_is_on_record() {
    let house = House::open().await;
    let mut reception = house.officer("reception").await;
    let (project, founding) = (pdf(&[(200, 300)]), jpeg(20, 30));
    let files = [("_f-project", "a.pdf", project.as_slice()), ("_f-founding", "b.jpg", founding.as_slice())];
    let id = matter(&take_in(&mut reception, &[], &files).await);
    let command = |input: serde_json::Value| Command {
        act: "return-originals".to_owned(),
        input: input.as_object().cloned().unwrap_or_default(),
        ..Command::default()
    };
    let said = || {
        command(
            serde_json::json!({ "papers": "Giấy chứng nhận đăng ký doanh nghiệp", "taken-by": "Nguyễn Văn Tới" }),
        )
    };
    let refused = house.perform(position("specialist"), On::Matter(id.clone()), said()).await;
    assert!(matches!(refused, Err(PerformError::Refused(_))), "{refused:?}");
    let nobody = command(serde_json::json!({ "papers": "Giấy chứng nhận" }));
    let refused = house.perform(position("reception"), On::Matter(id.clone()), nobody).await;
    assert!(matches!(refused, Err(PerformError::NotNow(Refused::Input { .. }))), "{refused:?}");
    house.perform(position("reception"), On::Matter(id.clone()), said()).await.expect("given back");
    let last = house.desk.history(house.agency(), &id).await.unwrap().pop().unwrap().act;
    assert_eq!(
        (last.kind.as_str(), last.input["taken-by"].as_str()),
        ("return-originals", Some("Nguyễn Văn Tới"))
    );
}

// conformance: TT03-PL1.07
#[tokio::test]
async fn the_book_is_printed_by_reception_alone() {
    let house = House::open().await;
    let mut reception = house.officer("reception").await;
    let book = format!("/{AGENCY}/desk/counter/book");
    reception.get(&book).await.is(StatusCode::OK).has("Sổ theo dõi hồ sơ").has("name=\"until\"");
    let sheet = reception.get(&format!("{book}?from=2024-03-01&until=2024-03-31")).await;
    sheet.is(StatusCode::OK);
    assert_eq!(sheet.header("content-type"), "application/pdf");
    for (days, told) in [
        ("from=2024-03-02&until=2024-03-01", "bằng hoặc sau"),
        ("from=2023-03-02&until=2024-03-01", "trong cùng một năm"),
        ("from=hôm qua&until=", "đủ ngày, tháng, năm"),
    ] {
        reception
            .get(&format!("{book}?{days}").replace(' ', "%20").replace('ô', "%C3%B4"))
            .await
            .is(StatusCode::UNPROCESSABLE_ENTITY)
            .has(told);
    }
    house.officer("specialist").await.get(&book).await.is(StatusCode::FORBIDDEN);
}
