//! What the office manager, the leaders and everybody see.

use crate::house::House;
use axum::http::StatusCode;
use congvu_desk::On;
use congvu_testing::Answer;
use jiff::civil::date;
use serde_json::json;

const FOURTH: [(&str, &str); 5] = [
    ("person", "+"),
    ("name", "Y-Ngông"),
    ("position", "+"),
    ("kind", "deputy-director"),
    ("from", "2024-03-06T00:00"),
];

async fn prepared(house: &House, who: &str, fields: &[(&str, &str)]) -> Answer {
    let path = house.desk_path("/people/prepare");
    house.officer(who).await.submit(&path, &path, fields).await
}

async fn matter_of(house: &House, position: &str) -> String {
    let agency = house.desk.agency(house.agency).unwrap();
    let book = house.desk.positions(agency).await.unwrap();
    let held = book.roster.appointments.iter().rev().find(|a| a.position.as_str() == position);
    held.and_then(|a| a.matter.clone()).unwrap()
}

// conformance: TT21-CN01, TT22-5.1.e
#[tokio::test]
async fn a_fourth_deputy_is_refused_and_told_how_it_could_be_lawful() {
    let house = House::open("hau-giang").await;
    let page = prepared(&house, "office-head", &FOURTH).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    page.has("Đ3·k1 cho phép 3 người, hiện đã có 3.")
        .has("Người office-head")
        // The acts that would make it lawful: one leaves, by whose decision and clause; or the decision itself changes.
        .has("Người deputy-2 (Phó Giám đốc Sở) thôi giữ chức vụ, do quyết định của Chủ tịch Ủy ban nhân dân")
        .has("Đ3·k1·d")
        .has("Quy định được sửa đổi bởi Chủ tịch Ủy ban nhân dân")
        .has("Đ2·k1·d");
    // Where the decision sets no number, none is checked.
    let open = House::open("binh-duong").await;
    assert_eq!(prepared(&open, "office-head", &FOURTH).await.status, StatusCode::SEE_OTHER);
    // Somebody leaves: from that day it is possible, and the page of the refusal says from when.
    let third = matter_of(&house, "deputy-3").await;
    let chairman =
        congvu_authority::Actor::Position { person: "chairman".into(), position: "chairman".into() };
    let input = json!({ "until": "2024-04-01T00:00:00", "reason": "Nghỉ hưu." });
    house.act(chairman, On::Matter(third), "dismiss", input).await.unwrap();
    prepared(&house, "office-head", &FOURTH).await.has("Hoặc bổ nhiệm từ 00:00, 01/04/2024");
    let mut later = FOURTH;
    later[4].1 = "2024-04-01T00:00";
    assert_eq!(prepared(&house, "office-head", &later).await.status, StatusCode::SEE_OTHER);
    // Preparing is a power, too.
    let page = prepared(&house, "specialist", &later).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    page.has("Không có điều khoản nào trao quyền")
        .has("Chánh văn phòng (Người office-head)")
        .has_not("hợp pháp");
}

#[tokio::test]
async fn what_is_wrong_is_said_at_its_field() {
    let house = House::open("hau-giang").await;
    let base = [
        ("person", "+"),
        ("name", "An"),
        ("position", "+"),
        ("kind", "specialist"),
        ("unit", "office"),
        ("from", "2024-03-06T00:00"),
    ];
    for (change, said) in [
        (("name", ""), "Xin chọn người, hoặc ghi họ tên người mới."),
        (("name", "12345"), "Xin ghi họ và tên như trên giấy tờ"),
        (("kind", ""), "Xin chọn vị trí, hoặc loại của vị trí mới."),
        (("kind", "wizard"), "Xin chọn một trong các vị trí có sẵn"),
        (("from", ""), "Xin ghi thời điểm có hiệu lực."),
        (("from", "hôm qua"), "Xin xem lại"),
    ] {
        let mut fields = base;
        fields.iter_mut().filter(|(name, _)| *name == change.0).for_each(|field| field.1 = change.1);
        let page = prepared(&house, "office-head", &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{change:?}");
        if change.1 != "wizard" {
            page.has(said);
        }
        // What was typed is not lost.
        if change.0 != "name" {
            page.has("value=\"An\"");
        }
    }
    // A name without a family name, written with combining marks: taken as it is meant.
    let mut fields = base;
    fields[1].1 = "H\u{0301}en";
    let answer = prepared(&house, "office-head", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
}

#[tokio::test]
async fn the_department_as_of_any_day() {
    let house = House::open("hau-giang").await;
    let head = matter_of(&house, "head").await;
    let input = json!({ "until": "2024-03-08T00:00:00", "reason": "Hết nhiệm kỳ." });
    house.act(crate::house::position("director"), On::Matter(head), "dismiss", input).await.unwrap();
    let mut officer = house.officer("office-head").await;
    let page = officer.get(&house.desk_path("/people")).await;
    page.has("Người head")
        .has("00:00, 08/03/2024")
        .has("Phòng Thông tin - Báo chí - Xuất bản")
        .has("Đ2·k8")
        .has("3 người");
    officer
        .get(&house.desk_path("/people?on=2024-03-08"))
        .await
        .has_not("Người head")
        .has("Đang khuyết")
        .has("2 người");
    officer.get(&house.desk_path("/people?on=2024-03-07T23:59:59")).await.has("Người head");
    officer.get(&house.desk_path("/people?on=nonsense")).await.has("Người head");
    // The chart is for everybody, with the same facts in a table.
    let chart = house.visitor().get("/hau-giang/organisation").await;
    chart
        .has("<svg")
        .has("role=\"img\"")
        .has("Người director")
        .has("Người head")
        .has("Sơ đồ dưới dạng bảng")
        .has("<table");
    let later = house.visitor().get("/hau-giang/organisation?on=2024-03-09").await;
    later.has_not("Người head").has("Chưa có cấp trưởng; 2 người");
    assert_eq!(house.visitor().get("/nowhere/organisation").await.status, StatusCode::NOT_FOUND);
    let before = house.visitor().get("/hau-giang/organisation?on=2020-01-01").await;
    assert_eq!(before.status, StatusCode::OK);
    before.has_not("Người director");
    for path in [
        "/people",
        "/people/chart",
        "/people/signing",
        "/people/prepare",
        "/people/structure",
        "/people/files",
    ] {
        assert_eq!(house.visitor().get(&house.desk_path(path)).await.status, StatusCode::SEE_OTHER, "{path}");
        let shown = officer.get(&house.desk_path(path)).await;
        assert_eq!(shown.status, StatusCode::OK, "{path}");
        assert!(shown.text.len() < 100 * 1024, "{path} has {} bytes", shown.text.len());
    }
}

// conformance: TT21-CN01
#[tokio::test]
async fn who_may_sign_for_whom_today_and_on_any_day() {
    let house = House::open("hau-giang").await;
    let delegated = json!({ "to": "deputy", "until": "2024-03-08T00:00:00", "reason": "Đi công tác." });
    let on = On::New(congvu_desk::Opening::Lifecycle("delegation".to_owned()));
    house.act(crate::house::position("director"), on, "delegate", delegated).await.unwrap();
    let mut director = house.officer("director").await;
    let page = director.get(&house.desk_path("/people/signing?on=2024-03-07")).await;
    page.has("Người director (Giám đốc Sở)")
        .has("Tất cả các khoản")
        .has("Người deputy (Phó Giám đốc Sở)")
        .has("KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC");
    director.get(&house.desk_path("/people/signing?on=2024-03-08")).await.has_not("Người deputy (");
    let answer = director.get(&house.desk_path("/people/signing.json?on=2024-03-07&act=sign")).await;
    assert_eq!(answer.header("content-type"), "application/json");
    let read: serde_json::Value = serde_json::from_str(&answer.text).unwrap();
    let forms: Vec<&str> =
        read["ways"].as_array().unwrap().iter().map(|w| w["form"].as_str().unwrap()).collect();
    assert_eq!(forms, ["own", "KT"]);
    assert_eq!(read["ways"][1]["on-behalf-of"], "Giám đốc Sở");
    assert_eq!(read["ways"][0]["duties"].as_array().unwrap().len(), 102);
}

#[tokio::test]
async fn leave_and_the_list_of_substitutes() {
    let house = House::open("hau-giang").await;
    let path = house.desk_path("/people/open/leave/grant-leave");
    let fields = [
        ("position", "specialist"),
        ("substitute", "specialist-2"),
        ("from", "2024-03-06T00:00"),
        ("until", "2024-03-12T00:00"),
        ("kind", "sick"),
    ];
    let refused = house.officer("specialist").await.submit(&path, &path, &fields).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let mut director = house.officer("director").await;
    let done = director.submit(&path, &path, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let page = director.get(&house.desk_path("/people?on=2024-03-07")).await;
    page.has("Người specialist: nghỉ từ").has("làm thay Chuyên viên").has("đang thay").has("Đang nghỉ");
    let again = director.submit(&path, &path, &fields).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    again.has("đã được cho nghỉ trong thời gian đó");
    // A list that would lead in a circle.
    let list = house.desk_path("/people/open/substitute/name-substitute");
    let name = |a, b| [("position", a), ("substitute", b)];
    assert_eq!(
        director.submit(&list, &list, &name("specialist", "specialist-2")).await.status,
        StatusCode::SEE_OTHER
    );
    director.submit(&list, &list, &name("specialist-2", "specialist")).await.has("tạo thành vòng tròn");
    // Lifecycles of other offices are not opened here, nor acts that do not exist.
    for path in
        ["/people/open/application/file", "/people/open/leave/nothing", "/people/open/appointment/prepare"]
    {
        assert_eq!(director.get(&house.desk_path(path)).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_merger_is_rehearsed_planned_and_decided() {
    let house = House::open("hau-giang").await;
    let path = house.desk_path("/people/structure");
    let mut office = house.officer("office-head").await;
    let plan = [
        ("step", "2"),
        ("at", "2024-03-11T00:00"),
        ("reason", "Sáp nhập"),
        ("unit.digital", "press-publishing"),
        ("name.digital", "Phòng Thông tin số"),
    ];
    let two = office.submit(&path, &path, &plan).await;
    assert_eq!(two.status, StatusCode::UNPROCESSABLE_ENTITY);
    two.has("một đơn vị có hai cấp trưởng");
    let missing = office.submit(&path, &path, &[("step", "1")]).await;
    missing.has("Xin ghi thời điểm thực hiện.");
    let closing = [("close", "digital-head"), ("heir.digital-head", "head")];
    let all: Vec<(&str, &str)> = plan.into_iter().chain(closing).collect();
    let asked: Vec<(&str, &str)> = [("step", "1")].into_iter().chain(all.iter().skip(1).copied()).collect();
    office.submit(&path, &path, &asked).await.has("Ai tiếp nhận hồ sơ của Trưởng phòng Công nghệ thông tin");
    let rehearsed = office.submit(&path, &path, &all).await;
    assert_eq!(rehearsed.status, StatusCode::OK);
    rehearsed.has("không hồ sơ nào bị bỏ lại").has("Người digital-head thôi giữ").has("Trình phương án này");
    let record: Vec<(&str, &str)> = all.iter().copied().chain([("do", "plan")]).collect();
    let planned = office.submit(&path, &path, &record).await;
    assert_eq!(planned.status, StatusCode::SEE_OTHER, "{}", planned.text);
    let matter = planned.header("location").rsplit('/').next().unwrap().to_owned();
    office.get(planned.header("location")).await.has("nhập vào").has("Phòng Thông tin số").has("Diễn tập");
    // Nothing has changed; and the director may not decide it.
    house.visitor().get("/hau-giang/organisation?on=2024-03-12").await.has("Phòng Công nghệ thông tin");
    let decide = house.desk_path(&format!("/people/matters/{matter}/restructure"));
    let basis = [("basis", "05/2024/QĐ-UBND")];
    let refused = house.officer("director").await.submit(&decide, &decide, &basis).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    refused.has("Chủ tịch Ủy ban nhân dân");
    let done = house.officer("chairman").await.submit(&decide, &decide, &basis).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    house
        .visitor()
        .get("/hau-giang/organisation")
        .await
        .has("Phòng Công nghệ thông tin")
        .has_not("Phòng Thông tin số");
    let after = house.visitor().get("/hau-giang/organisation?on=2024-03-12").await;
    after.has("Phòng Thông tin số").has_not("Phòng Công nghệ thông tin").has_not("Người digital-head");
}

#[tokio::test]
async fn each_look_at_a_personal_file_is_on_record() {
    let house = House::open("hau-giang").await;
    let open = house.desk_path("/people/open/person-file/open-file");
    let fields = [
        ("position", "specialist"),
        ("grade", "university"),
        ("step", "2"),
        ("since", "2022-01-01"),
        ("born", "1990-05-05"),
    ];
    let mut director = house.officer("director").await;
    assert_eq!(director.submit(&open, &open, &fields).await.status, StatusCode::SEE_OTHER);
    let files = house.desk_path("/people/files");
    let listed = director.get(&files).await;
    let file = listed.text.split("people/files/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    // Nobody finds it elsewhere, and colleagues do not see that there is one.
    assert!(!house.officer("head").await.get(&files).await.text.contains(&file));
    let look = house.desk_path(&format!("/people/files/{file}"));
    let before = house.desk.store().head(house.agency).await.unwrap().seq;
    let unsaid = director.submit(&files, &look, &[]).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    unsaid.has_not("/1990").has_not("1990-");
    let shown = director.submit(&files, &look, &[("reason", "Xét nâng lương")]).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text);
    shown
        .has("05/05/1990")
        .has("01/01/2025")
        .has("36 tháng")
        .has("chưa được đối chiếu")
        .has("Ghi khen thưởng");
    let after = house.desk.store().head(house.agency).await.unwrap().seq;
    assert_eq!(after, before + 1);
    let acts = house.desk.store().acts_from(house.agency, after, 1).await.unwrap();
    assert_eq!((acts[0].kind.as_str(), acts[0].actor.as_str()), ("look", "p-director"));
    // Others are refused, the own file is open, and a reprimand puts the raise off.
    let refused = house.officer("head").await.submit(&files, &look, &[("reason", "Tò mò")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    refused.has_not("/1990").has_not("1990-");
    let discipline = house.desk_path(&format!("/people/matters/{file}/discipline"));
    let late =
        [("form", "reprimand"), ("committed", "2024-02-01"), ("found", "2024-02-10"), ("reason", "Chậm trễ")];
    assert_eq!(director.submit(&discipline, &discipline, &late).await.status, StatusCode::SEE_OTHER);
    let own = house.officer("specialist").await.submit(&files, &look, &[]).await;
    own.has("01/07/2025").has("kéo dài thêm 6 tháng").has("Khiển trách").has("không được sửa hồ sơ này");
    let old = [("form", "reprimand"), ("committed", "2021-02-01"), ("found", "2024-02-10"), ("reason", "Cũ")];
    director.submit(&discipline, &discipline, &old).await.has("chỉ cho đến trước 00:00, 02/02/2023");
}

#[tokio::test]
async fn what_was_done_under_an_annulled_appointment_is_listed() {
    let house = House::open("hau-giang").await;
    let matter = matter_of(&house, "digital-head").await;
    let on = On::New(congvu_desk::Opening::Lifecycle("substitute".to_owned()));
    house
        .act(
            crate::house::position("digital-head"),
            on,
            "name-substitute",
            json!({ "position": "digital-head", "substitute": "head" }),
        )
        .await
        .unwrap_err();
    let review = house.desk_path(&format!("/people/review/{matter}"));
    let mut director = house.officer("director").await;
    assert_eq!(director.get(&review).await.status, StatusCode::NOT_FOUND, "it stands");
    let head = matter_of(&house, "office-head").await;
    let path = house.desk_path("/people/prepare");
    let fields = [
        ("person", "+"),
        ("name", "An"),
        ("position", "+"),
        ("kind", "specialist"),
        ("unit", "office"),
        ("from", "2024-03-06T00:00"),
    ];
    assert_eq!(
        house.officer("office-head").await.submit(&path, &path, &fields).await.status,
        StatusCode::SEE_OTHER
    );
    let later = house.at(date(2024, 3, 6).at(9, 0, 0, 0));
    let annul = later.desk_path(&format!("/people/matters/{head}/annul-appointment"));
    let mut director = later.officer("director").await;
    director.get(&annul).await.has("Những việc đã làm trong thời gian đó không tự đổi");
    assert_eq!(
        director.submit(&annul, &annul, &[("reason", "Không đủ tiêu chuẩn")]).await.status,
        StatusCode::SEE_OTHER
    );
    director
        .get(&later.desk_path("/people"))
        .await
        .has("Người office-head (Chánh văn phòng)")
        .has(&format!("/people/review/{head}"));
    let page = director.get(&later.desk_path(&format!("/people/review/{head}"))).await;
    page.has("Chuẩn bị bổ nhiệm").has("Xem xét");
    let link = page.text.split("review-act?reviewed=").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let act = later.desk_path(&format!("/people/matters/{head}/review-act"));
    let finding = [("reviewed", link.as_str()), ("finding", "stands"), ("reason", "Nội dung đúng")];
    assert_eq!(director.submit(&act, &act, &finding).await.status, StatusCode::SEE_OTHER);
    director.get(&later.desk_path(&format!("/people/review/{head}"))).await.has("Giữ nguyên");
    // Whose appointment was annulled reads nothing more.
    assert_eq!(
        later.officer("office-head").await.get(&later.desk_path("/people")).await.status,
        StatusCode::FORBIDDEN
    );
}
