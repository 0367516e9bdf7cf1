//! Pages about the site: contact, help with its search, terms, map, keys.

use axum::http::StatusCode;

use super::browser::Browser;
use super::house::{AGENCY, House};

/// The foot of a page.
fn foot(text: &str) -> &str {
    text.split("<footer").nth(1).expect("a foot")
}

// conformance: TT32-16.3, NB-7.8, TT32-11.2.g
#[tokio::test]
async fn every_page_says_who_is_behind_it_and_what_is_not_known() {
    let house = House::open().await;
    let mut browser = Browser::new(&house.app);
    for path in ["", "/about", "/procedures", "/cases", "/help", "/terms", "/sitemap"] {
        let page = browser.get(&format!("/{AGENCY}{path}")).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        let foot = foot(&page.text);
        for label in [
            "Sở Thông tin và Truyền thông",
            "Địa chỉ:",
            "Điện thoại:",
            "Thư điện tử:",
            "Chịu trách nhiệm nội dung:",
        ] {
            assert!(foot.contains(label), "{label} under {path}");
        }
        // Nobody has read them in a source: that is said, and nothing is made up.
        assert_eq!(foot.matches("chưa công bố").count(), 4, "{path}");
        assert!(!foot.contains("mailto:") && !foot.contains("tel:"), "{path}");
        // The head: name, and the pages that a site of the state must have.
        let head = page.text.split("</header>").next().unwrap();
        for there in ["/about", "/procedures", "/sitemap", "/help"] {
            assert!(head.contains(&format!("href=\"/{AGENCY}{there}\"")), "{there} above {path}");
        }
        assert!(head.contains("<svg class=\"mark\""), "an emblem above {path}");
    }
}

// conformance: NB-7.8, TT32-16.3, TT32-11.2.g
#[tokio::test]
async fn what_is_stated_is_shown_with_how_sure_it_is() {
    let read =
        "address = { text = \"Số 1 <b>đường</b>\", source = \"https://example.vn/lien-he\", verified = true }
telephone = { text = \"0293 3 877 777\", source = \"https://example.vn\", verified = true }
email = { text = \"sotttt@example.vn\", verified = false }
[[contact.field]]
id = \"press\"
telephone = { text = \"0293 3 111 222\", source = \"https://example.vn\", verified = true }
";
    let house = House::with_contact(read).await;
    let mut browser = Browser::new(&house.app);
    let about = browser.get(&format!("/{AGENCY}/about")).await;
    about.says("Số 1 &lt;b&gt;đường&lt;/b&gt;");
    about.says("<a href=\"tel:02933877777\">0293 3 877 777</a>");
    about.says("<a href=\"mailto:sotttt@example.vn\">sotttt@example.vn</a> (chưa đối chiếu với nguồn)");
    about.says("<a href=\"tel:02933111222\">");
    foot(&about.text).contains("0293 3 877 777").then_some(()).expect("in the foot too");
    // Hotline and operator stay blank, and say so.
    assert!(about.text.contains("Đường dây nóng") && about.text.contains("chưa công bố"));
}

// conformance: NB-7.8
#[tokio::test]
async fn those_in_charge_stand_on_the_page_about_the_department() {
    let house = House::open().await;
    let path = format!("/{AGENCY}/about");
    let empty = Browser::new(&house.app).get(&path).await;
    assert!(!empty.text.contains("Nguyễn Văn An"));
    empty.says("Chưa ghi nhận");
    house.staff().await;
    let staffed = Browser::new(&house.app).get(&path).await;
    staffed.says("Giám đốc Sở (Nguyễn Văn An)");
    staffed.says("Phòng Thông tin - Báo chí - Xuất bản");
    staffed.says("Bưu chính");
    assert!(!staffed.text.contains("Chủ tịch Ủy ban nhân dân"), "whoever stands above it does not lead it");
    // The head of the division appears once appointed.
    assert!(!staffed.text.contains("Trưởng phòng Thông tin"));
    house.head().await;
    Browser::new(&house.app)
        .get(&path)
        .await
        .says("Trưởng phòng Thông tin - Báo chí - Xuất bản (Nguyễn Văn An)");
}

// conformance: TT32-11.1, NB-7.2, TT01VPCP-16.2.đ
#[tokio::test]
async fn help_answers_what_is_asked_with_or_without_diacritics() {
    let house = House::open().await;
    let mut browser = Browser::new(&house.app);
    let all = browser.get(&format!("/{AGENCY}/help")).await;
    for there in ["id=\"file\"", "id=\"guides\"", "id=\"questions\"", "id=\"fees\"", "<ol><li>"] {
        all.says(there);
    }
    // Financial duties, as the procedures' own pages have them.
    let fees = all.text.split("id=\"fees\"").nth(1).unwrap().split("id=\"keys\"").next().unwrap();
    assert!(fees.contains("procedures/aggregated-site.grant"));
    assert!(fees.contains(" đ") || fees.contains("Không thu phí"), "an amount that was read: {fees}");
    let open = |text: &str| {
        let first = text.split("<details class=\"asked\" id=\"").nth(1).unwrap_or_default();
        let id = first.split('"').next().unwrap_or_default().to_owned();
        (id, first.split('>').next().unwrap_or_default().ends_with(" open"))
    };
    for (asked, answer) in [
        ("quen+ma+ho+so", "forgot-number"),
        ("qu%C3%AAn+s%E1%BB%91+h%E1%BB%93+s%C6%A1", "forgot-number"),
        ("giay+phep+gia", "verify"),
        ("BAO+TRI", "stop"),
        ("screen+reader", "keyboard"),
    ] {
        let found = browser.get(&format!("/{AGENCY}/help?q={asked}")).await;
        assert_eq!(open(&found.text), (answer.to_owned(), true), "{asked}");
    }
    let nothing = browser.get(&format!("/{AGENCY}/help?q=xyzzy%3Cscript%3E")).await;
    nothing.says("Không tìm thấy câu trả lời");
    assert!(!nothing.text.contains("<script>"));
    // Whoever finds nothing asks a person: the form has a place for questions.
    nothing.says(&format!("/{AGENCY}/feedback"));
    let apply = format!("/{AGENCY}/apply/feedback.handling");
    let draft = browser.post(&apply, &apply, &[]).await.header("location").to_owned();
    browser.get(&draft).await.says("value=\"question\"");
}

#[tokio::test]
async fn help_leads_only_to_pages_that_are_there() {
    let house = House::open().await;
    let help = &house.desk.library().help;
    let gone: Vec<&String> = help
        .guides
        .iter()
        .map(|g| &g.go)
        .chain(help.questions.iter().filter_map(|q| q.go.as_ref()))
        .collect();
    let mut browser = Browser::new(&house.app);
    let page = browser.get(&format!("/{AGENCY}/help")).await.text;
    // These are other offices' pages; their own tests look at them.
    let elsewhere = ["/verify", "/registers", "/decision", "/feedback", "/notices"];
    for go in gone {
        let (path, anchor) = go.split_once('#').unwrap_or((go, ""));
        assert!(page.contains(&format!("href=\"/{AGENCY}{go}\"")), "{go}");
        if elsewhere.contains(&path) {
            continue;
        }
        let there = browser.get(&format!("/{AGENCY}{path}")).await;
        assert_eq!(there.status, StatusCode::OK, "{go}");
        assert!(anchor.is_empty() || there.text.contains(&format!("id=\"{anchor}\"")), "{go}");
    }
}

// conformance: NB-7.10
#[tokio::test]
async fn terms_of_use_say_whose_they_are() {
    let house = House::open().await;
    let page = Browser::new(&house.app).get(&format!("/{AGENCY}/terms")).await;
    assert_eq!(page.text.matches("<section id=").count(), house.desk.library().help.terms.terms.len());
    page.says("Thông tin cá nhân");
    page.says("Sở chưa ban hành điều khoản riêng");
}

// conformance: TT32-16.4.b, TT32-11.2.b
#[tokio::test]
async fn the_map_is_a_tree_for_people_and_xml_for_machines() {
    let house = House::open().await;
    let mut browser = Browser::new(&house.app);
    let tree = browser.get(&format!("/{AGENCY}/sitemap")).await;
    let xml = browser.get(&format!("/{AGENCY}/sitemap.xml")).await;
    assert_eq!(xml.header("content-type"), "application/xml; charset=utf-8");
    assert!(xml.text.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset "));
    let today = house.desk.clock().now().date();
    let agency = house.desk.agency(AGENCY).unwrap();
    let mut shown = 0;
    for id in &agency.procedures {
        let page = format!("/{AGENCY}/procedures/{id}");
        let in_force = house.desk.library().procedures[id].declared.version_on(today).is_some();
        assert_eq!(tree.text.contains(&format!("href=\"{page}\"")), in_force, "{page}");
        assert_eq!(xml.text.contains(&format!("<loc>https://example.vn{page}</loc>")), in_force, "{page}");
        shown += usize::from(in_force);
    }
    assert!(shown > 30, "{shown} procedures");
    // In the tree a procedure is under its field, under the list: three steps from the first page at most.
    let deepest =
        tree.text.split("<main").nth(1).unwrap().lines().fold((0_i32, 0_i32), |(depth, most), line| {
            let (open, close) = (line.matches("<ul").count() as i32, line.matches("</ul").count() as i32);
            (depth + open - close, most.max(depth + open))
        });
    assert!(deepest.1 >= 4, "a tree: {deepest:?}");
    // What is somebody's own is in the tree, and in no search engine.
    assert!(tree.text.contains(&format!("href=\"/{AGENCY}/drafts\"")) && !xml.text.contains("/drafts"));
    assert!(!xml.text.contains('#'));
    let index = browser.get("/sitemap.xml").await;
    assert_eq!(index.text.matches("<sitemap>").count(), 5);
    index.says(&format!("https://example.vn/{AGENCY}/sitemap.xml"));
    browser.get("/robots.txt").await.says("Sitemap: https://example.vn/sitemap.xml");
    assert_eq!(browser.get("/nowhere/sitemap.xml").await.status, StatusCode::NOT_FOUND);
}

// conformance: TT32-18.2
#[tokio::test]
async fn keys_lead_home_to_the_map_and_to_the_search() {
    let house = House::open().await;
    let mut browser = Browser::new(&house.app);
    for path in ["", "/procedures/aggregated-site.grant", "/help", "/drafts"] {
        let page = browser.get(&format!("/{AGENCY}{path}")).await.text;
        assert_eq!(page.matches("accesskey=").count(), 3, "each key once on {path}");
        for (key, there) in [('1', ""), ('3', "/sitemap"), ('4', "/procedures")] {
            assert!(
                page.contains(&format!("href=\"/{AGENCY}{there}\" accesskey=\"{key}\"")),
                "{key} on {path}"
            );
        }
    }
    let help = browser.get(&format!("/{AGENCY}/help")).await;
    help.says("<kbd>1</kbd>");
    help.says("<kbd>3</kbd>");
}
