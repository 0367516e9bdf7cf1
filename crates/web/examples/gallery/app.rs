//! The pages of the gallery. The tests use them too, so that they run on the router that people see.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use congvu_web::components::*;
use congvu_web::form::{FormSpec, FormValues};
use congvu_web::security::idempotency::IdempotencyKey;
use congvu_web::security::session::MemorySessions;
use congvu_web::{AgencyView, Html, I18n, PageCx, PersonView, ResultExt, SignedIn, Web, WebConfig, WebError};
use jiff::civil::date;

pub const VI: &str = "
gallery-title = Bộ thành phần giao diện
gallery-officer = Hộp việc
gallery-form = Đơn mẫu
gallery-verify = Kiểm tra văn bản
gallery-sent = Đã nhận hồ sơ
gallery-check = Xin kiểm tra lại
";
pub const EN: &str = "
gallery-title = Parts of a page
gallery-officer = Inbox
gallery-form = Sample form
gallery-verify = Check a document
gallery-sent = Application received
gallery-check = Check your answers
";

/// Settings of the gallery: plain HTTP on this machine.
pub fn config() -> WebConfig {
    let mut config = WebConfig::new([7; 32], false);
    config.sign_in_path = "/sign-in".to_owned();
    config.request_max_bytes = 1024 * 1024;
    config.shell = Arc::new(|cx, shell| {
        let w = cx.words();
        let vi = "Sở Thông tin và Truyền thông";
        shell.agency = Some(AgencyView {
            id: "demo".to_owned(),
            name: w.pick(vi, "Department of Information and Communications").to_owned(),
            place: w.pick("Tỉnh Mẫu", "Sample Province").to_owned(),
            href: "/".to_owned(),
        });
        let banner = "Đây là bản dùng thử. Không có hồ sơ nào ở đây là thật.";
        shell.banner = Some(w.pick(banner, "This is a demonstration. No case here is real.").to_owned());
        let items = [
            ("/", "gallery-title"),
            ("/inbox", "gallery-officer"),
            ("/form", "gallery-form"),
            ("/verify/valid", "gallery-verify"),
        ];
        shell.nav = items.map(|(href, id)| Link::new(href, w.t(id))).to_vec();
    });
    config
}

/// The router with the house around it.
pub fn app(config: WebConfig) -> Result<Router, Box<dyn std::error::Error>> {
    let i18n = I18n::builder().add(congvu_web::Lang::Vi, VI).add(congvu_web::Lang::En, EN).build()?;
    let form = FormSpec::new(serde_json::from_str(include_str!("form.schema.json"))?)?;
    let web = Web::new(config, i18n, Arc::new(MemorySessions::default()));
    let routes = Router::new()
        .route("/", get(parts))
        .route("/inbox", get(inbox))
        .route("/form", get(form_page).post(form_sent))
        .route("/upload", get(upload_page).post(upload_sent))
        .route("/verify/{verdict}", get(verify))
        .route("/sign-in", get(sign_in_page).post(sign_in))
        .route("/sign-out", post(sign_out))
        .route("/mine", get(mine))
        .route("/api/key", post(|key: IdempotencyKey| async move { key.0.unwrap_or_default() }))
        .route("/paper.pdf", get(|| async { ([("content-type", "application/pdf")], "%PDF-1.7") }))
        .route("/paper.svg", get(|| async { ([("content-type", "image/svg+xml")], "<svg/>") }))
        .route("/fail/{how}", get(fail).post(fail))
        .with_state(Arc::new(form));
    Ok(web.wrap(routes))
}

fn chips_of() -> (Chip, Chip) {
    let held = Chip::new("Đ3·k8·a")
        .href("/law#x")
        .title("Điều 3, khoản 8, điểm a (theo bản có hiệu lực ngày 01/06/2023)");
    (held.clone(), Chip { label: "Đ4·k2".to_owned(), ..held }.missing())
}

fn clock() -> Clock {
    let line =
        |when: &str, what: &str, counted| ClockLine { when: when.to_owned(), what: what.to_owned(), counted };
    Clock {
        used: 3,
        total: 8,
        left: 5,
        unit: TimeUnit::WorkingDay,
        due: Some(date(2024, 3, 14)),
        stopped: None,
        finished: false,
        lines: vec![
            line("Thứ Hai, 04/03/2024", "ngày nhận hồ sơ", false),
            line("Thứ Ba, 05/03/2024", "ngày làm việc thứ 1", true),
            line("Thứ Bảy, 09/03/2024", "ngày nghỉ", false),
        ],
    }
}

fn refusal() -> RefusalView {
    let (held, missing) = chips_of();
    RefusalView {
        act: "Ký giấy phép".to_owned(),
        who: "Bà Trần Thị Bình, chuyên viên phòng Thông tin - Báo chí - Xuất bản".to_owned(),
        missing: vec!["Chuyên viên được thẩm định hồ sơ nhưng không được ký giấy phép.".to_owned()],
        consulted: vec![held, missing],
        may: vec!["Giám đốc Sở".to_owned(), "Phó Giám đốc phụ trách (ký thay)".to_owned()],
    }
}

fn files() -> Vec<FileItem> {
    let file = |name: &str, size_bytes, note: &str| FileItem {
        name: name.to_owned(),
        href: Some("/".to_owned()),
        kind: "PDF".to_owned(),
        size_bytes,
        sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned(),
        note: note.to_owned(),
    };
    vec![
        file("Đề án hoạt động", 3_355_444, "nộp ngày 04/03/2024"),
        file("Giấy đăng ký kinh doanh", 839_680, ""),
    ]
}

fn history() -> Vec<TimelineItem> {
    let when = date(2024, 3, 4).at(8, 5, 0, 0).to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(7)));
    let item = |what: &str, who: &str, clauses| TimelineItem {
        when: when.clone().unwrap_or_default(),
        what: what.to_owned(),
        who: who.to_owned(),
        clauses,
        detail: Html::EMPTY,
    };
    vec![
        item("Nộp hồ sơ", "Công ty TNHH <Ví Dụ> & Con", Vec::new()),
        item("Tiếp nhận", "Bộ phận Một cửa", vec![chips_of().0]),
    ]
}

fn acts() -> Vec<Act> {
    let (held, missing) = chips_of();
    let post = |label: &str| PostButton::new("/inbox", label);
    vec![
        Act::May(post("Đồng ý trình").primary().key('1'), vec![held.clone()]),
        Act::Open {
            href: "/form".to_owned(),
            label: "Yêu cầu bổ sung".to_owned(),
            key: Some('2'),
            clauses: vec![held],
        },
        Act::May(post("Trả hồ sơ").danger().key('3'), Vec::new()),
        Act::MayNot {
            label: "Ký giấy phép".to_owned(),
            why: "Chuyên viên không được ký giấy phép.".to_owned(),
            may: vec!["Giám đốc Sở".to_owned()],
            clauses: vec![missing],
        },
    ]
}

async fn parts(cx: PageCx) -> Response {
    let w = cx.words();
    let c = clock();
    let stopped = Stopped {
        since: date(2024, 3, 6),
        why: "chờ người nộp bổ sung Đề án hoạt động".to_owned(),
    };
    let clocks = [
        c.clone(),
        Clock { left: 0, used: 8, lines: Vec::new(), ..c.clone() },
        Clock { left: -2, used: 10, lines: Vec::new(), ..c.clone() },
        Clock { stopped: Some(stopped), lines: Vec::new(), ..c.clone() },
        Clock { finished: true, left: 1, used: 7, lines: Vec::new(), ..c },
    ];
    let tones = [
        (Tone::Neutral, "Chờ bổ sung"),
        (Tone::Info, "Đang thẩm định"),
        (Tone::Good, "Đã cấp"),
        (Tone::Warn, "Sắp đến hạn"),
        (Tone::Bad, "Quá hạn"),
    ];
    let badges = Html::join(tones.iter().map(|(t, s)| badge(*t, s).then(&Html::literal(" "))));
    let notices = Html::join(
        tones.iter().map(|(t, s)| notice(*t, s, &Html::text("Hồ sơ của ông/bà còn thiếu một tài liệu."))),
    );
    let (held, missing) = chips_of();
    let way = [
        Step::new("Tiếp nhận", StepState::Done).note("Bộ phận Một cửa, 04/03/2024"),
        Step::new("Thẩm định", StepState::Now).note("Phòng Thông tin - Báo chí - Xuất bản"),
        Step::new("Quyết định", StepState::Next),
        Step::new("Trả kết quả", StepState::Next),
    ];
    let search = Search {
        action: "/".to_owned(),
        name: "q".to_owned(),
        value: String::new(),
        label: w.pick("Ông/bà cần làm thủ tục gì?", "What do you need?").to_owned(),
        hint: w
            .pick("Ví dụ: trang tin tổng hợp, sửa đổi giấy phép", "For example: news site, change a licence")
            .to_owned(),
    };
    let pairs = [
        ("Số hồ sơ".to_owned(), Html::text("H09.18-240304-0001")),
        ("Người nộp".to_owned(), Html::text("Công ty TNHH <Ví Dụ> & Con")),
        ("Lệ phí".to_owned(), Html::text(&congvu_web::fmt::money(cx.lang(), 1_234_567))),
    ];
    let body = Html::join([
        heading(1, &w.t("gallery-title")),
        search_box(w, &search),
        section(
            "Căn cứ",
            &Html::literal("<p>")
                .then(&chip(w, &held))
                .then(&Html::literal(" "))
                .then(&chip(w, &missing))
                .then(&Html::literal("</p>")),
        ),
        section("Thời hạn", &Html::join(clocks.iter().map(|c| clock_line(w, c)))),
        section("Trạng thái", &badges.then(&Html::literal("<p></p>")).then(&notices)),
        section("Tiến trình", &steps(w, &way)),
        section("Thông tin", &key_values(&pairs)),
        section("Tệp", &file_list(w, &files())),
        section("Lịch sử", &timeline(w, &history())),
        section(
            "Nơi làm việc",
            &cards(&[(Link::new("/form", "Báo chí, xuất bản"), "Cấp, sửa đổi giấy phép".to_owned())]),
        ),
        section(
            "Biên nhận",
            &two_columns(&big_number("H09.18-240304-0001"), &button_link("/form", &w.t("continue"), true)),
        ),
        section("Từ chối", &refusal_panel(w, &refusal())),
        pagination(w, &Pages { current: 2, last: 7, base: "/?page=".to_owned() }),
    ]);
    cx.page(cx.shell(w.t("gallery-title")).crumb("/", "Trang đầu").crumb("/", w.t("gallery-title")), body)
}

async fn inbox(cx: PageCx) -> Response {
    let w = cx.words();
    let row = |n: u32, what: &str, who: &str, left: i32, tone| {
        let c = Clock { left, lines: Vec::new(), ..clock() };
        let number = format!("H09.18-240304-{n:04}");
        Row {
            cells: vec![Html::link("/inbox", &number), Html::text(what), Html::text(who), clock_short(w, &c)],
            tone,
        }
    };
    let table_of = Table {
        caption: w.t("gallery-officer"),
        columns: ["Số hồ sơ", "Thủ tục", "Người nộp", "Thời hạn"].map(Column::new).to_vec(),
        rows: vec![
            row(
                1,
                "Cấp giấy phép thiết lập trang thông tin điện tử tổng hợp",
                "Công ty TNHH Ví Dụ",
                -2,
                Tone::Bad,
            ),
            row(2, "Sửa đổi, bổ sung giấy phép", "Báo Mẫu", 1, Tone::Warn),
            row(
                3,
                "Xác nhận đăng ký hoạt động phát hành xuất bản phẩm",
                "Nhà sách <Minh Họa>",
                5,
                Tone::Neutral,
            ),
        ],
        keys: true,
        hide_caption: true,
        ..Table::default()
    };
    let search = Search {
        action: "/inbox".to_owned(),
        name: "q".to_owned(),
        label: w.t("search"),
        ..Search::default()
    };
    let body = Html::join([
        heading(1, &w.t("gallery-officer")),
        search_box(w, &search),
        table(w, &table_of),
        table(w, &Table::default()),
        acts_panel(w, &cx.csrf(), &acts()),
        keys_help(w),
    ]);
    let mut shell = cx.shell(w.t("gallery-officer")).officer();
    shell.csrf = cx.csrf();
    let position = Some("Chuyên viên".to_owned());
    shell.person = Some(PersonView { name: "Trần Thị Bình".to_owned(), position });
    cx.page(shell, body)
}

type Form = State<Arc<FormSpec>>;

fn form_body(cx: &PageCx, spec: &FormSpec, values: &FormValues, errors: &[FieldError]) -> Html {
    let w = cx.words();
    let title = heading(1, &w.t("gallery-form"));
    title.then(&spec.whole(w, &cx.csrf(), "/form", &w.t("continue"), values, errors))
}

/// With `?wrong`, as it is after an empty form was sent.
async fn form_page(cx: PageCx, State(spec): Form) -> Response {
    if cx.path().contains("wrong") {
        let errors = spec.check(cx.words(), &FormValues::default()).err().unwrap_or_default();
        let body = form_body(&cx, &spec, &FormValues::default(), &errors);
        return cx.page(cx.shell(cx.words().t("gallery-form")), body);
    }
    cx.page(cx.shell(cx.words().t("gallery-form")), form_body(&cx, &spec, &FormValues::default(), &[]))
}

async fn form_sent(cx: PageCx, State(spec): Form, values: FormValues) -> Response {
    let w = cx.words();
    match spec.check(w, &values) {
        Err(errors) => {
            let shell = cx.shell(w.t("gallery-form"));
            cx.page_with(StatusCode::UNPROCESSABLE_ENTITY, shell, form_body(&cx, &spec, &values, &errors))
        }
        Ok(json) => {
            let title = heading(1, &w.t("gallery-check"));
            cx.page(cx.shell(w.t("gallery-check")), title.then(&spec.read_only(w, &json, Some("/form"))))
        }
    }
}

fn upload_body(cx: &PageCx, error: &str) -> Html {
    let w = cx.words();
    let upload = Upload {
        name: "project".to_owned(),
        label: "Đề án hoạt động".to_owned(),
        hint: "Bản có chữ ký số hoặc bản chụp.".to_owned(),
        kinds: vec!["PDF".to_owned(), "JPG".to_owned()],
        accept: ".pdf,.jpg,.jpeg".to_owned(),
        max_bytes: 512 * 1024,
        required: true,
        error: error.to_owned(),
        present: files(),
        ..Upload::default()
    };
    let errors = if error.is_empty() { Vec::new() } else { vec![FieldError::new("project", error)] };
    let form = congvu_web::components::upload_form(
        w,
        &cx.csrf(),
        "/upload",
        &upload_field(w, &upload),
        &w.t("send"),
    );
    Html::join([heading(1, "Tệp"), error_summary(w, &errors), form])
}

async fn upload_page(cx: PageCx) -> Response {
    cx.page(cx.shell("Tệp"), upload_body(&cx, ""))
}

async fn upload_sent(cx: PageCx, mut form: Multipart) -> Result<Response, WebError> {
    while let Some(part) = form.next_field().await.or_fault()? {
        let name = part.name().unwrap_or_default().to_owned();
        let bytes = part.bytes().await.map_err(|_| WebError::BadForm)?;
        if name == "project" && bytes.is_empty() {
            return Ok(cx.page_with(
                StatusCode::UNPROCESSABLE_ENTITY,
                cx.shell("Tệp"),
                upload_body(&cx, "Ông/bà chưa chọn tệp."),
            ));
        }
    }
    cx.session().flash(Tone::Good, &cx.words().t("gallery-sent"));
    Ok(Redirect::to("/upload").into_response())
}

async fn verify(cx: PageCx, Path(verdict): Path<String>) -> Result<Response, WebError> {
    let verdict = match verdict.as_str() {
        "valid" => Verdict::Valid,
        "changed" => Verdict::Changed,
        "expired" => Verdict::Expired,
        "revoked" => Verdict::Revoked,
        "not-ours" => Verdict::NotOurs,
        _ => return Err(WebError::NotFound),
    };
    let detail = key_values(&[
        ("Số".to_owned(), Html::text("12/GP-STTTT")),
        ("Cấp ngày".to_owned(), Html::text("14/03/2024")),
    ]);
    Ok(cx.page(cx.shell(cx.words().t("gallery-verify")), answer(cx.words(), verdict, &detail)))
}

async fn sign_in_page(cx: PageCx) -> Response {
    let body = heading(1, &cx.words().t("sign-in"));
    let button = PostButton::new("/sign-in", cx.words().t("sign-in")).primary();
    cx.page(cx.shell(cx.words().t("sign-in")), body.then(&post_button(&cx.csrf(), &button)))
}

async fn sign_in(cx: PageCx) -> Redirect {
    let who = SignedIn {
        person: "p1".to_owned(),
        name: "Trần Thị Bình".to_owned(),
        position_title: Some("Chuyên viên".to_owned()),
        ..SignedIn::default()
    };
    cx.session().sign_in(who, cx.now());
    Redirect::to("/mine")
}

async fn sign_out(cx: PageCx) -> Redirect {
    cx.session().sign_out();
    cx.session().flash(Tone::Good, "Đã đăng xuất.");
    Redirect::to("/")
}

async fn mine(cx: PageCx) -> Result<Response, WebError> {
    let who = cx.signed_in()?;
    Ok(cx.page(cx.shell("Của tôi"), Html::literal("<h1>Của tôi</h1>").then(&Html::text(&who.person))))
}

#[expect(clippy::panic, reason = "shows what a panic in a handler looks like")]
async fn fail(Path(how): Path<String>) -> Result<Response, WebError> {
    Err(match how.as_str() {
        "refused" => WebError::refused(refusal()),
        "conflict" => {
            WebError::Conflict(vec!["Ông Nguyễn Văn An đã chuyển hồ sơ sang bước Quyết định.".to_owned()])
        }
        "too-large" => WebError::TooLarge { limit_bytes: 20 * 1024 * 1024 },
        "too-many" => WebError::TooMany { retry_after_s: 90 },
        "fault" => WebError::fault("no row for `nguyen van a`"),
        "panic" => std::panic::panic_any("on purpose"),
        "slow" => {
            tokio::time::sleep(std::time::Duration::from_secs(60)).await;
            WebError::NotFound
        }
        "bare" => return Ok((StatusCode::UNPROCESSABLE_ENTITY, "plain words of a library").into_response()),
        "challenge" => {
            return Ok(
                (StatusCode::UNAUTHORIZED, [("www-authenticate", "Basic realm=\"api\"")]).into_response()
            );
        }
        "own" => {
            let mut response = (StatusCode::BAD_REQUEST, "own words").into_response();
            response.extensions_mut().insert(congvu_web::context::KeepBody);
            return Ok(response);
        }
        _ => WebError::NotFound,
    })
}
