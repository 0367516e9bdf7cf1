use axum::body::Body;
use axum::http::{Method, StatusCode};

use super::client::Client;

#[tokio::test]
async fn pages_have_their_frame_and_headers() {
    let mut client = Client::new();
    for path in [
        "/",
        "/inbox",
        "/form",
        "/upload",
        "/verify/valid",
        "/verify/changed",
        "/verify/expired",
        "/verify/revoked",
        "/verify/not-ours",
        "/sign-in",
    ] {
        let page = client.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.text.starts_with("<!doctype html>\n<html lang=\"vi\">"), "{path}");
        assert_eq!(page.text.matches("<h1").count(), 1, "{path}");
        for needed in ["href=\"#main\"", "<main id=\"main\"", "<footer", "name=\"viewport\""] {
            assert!(page.text.contains(needed), "{needed} in {path}");
        }
        for inline in ["<style", "style=\"", " onclick", "javascript:", "<script>"] {
            assert!(!page.text.contains(inline), "{inline} in {path}");
        }
        let policy = page.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
        assert!(!policy.contains("unsafe"));
        assert_eq!(page.header("x-content-type-options"), "nosniff");
        assert_eq!(page.header("strict-transport-security"), "", "no HTTPS here");
        assert_eq!(page.header("cache-control"), "private, no-cache");
        assert!(!page.header("x-request-id").is_empty());
    }
}

/// A tag that a template glued together wrongly (`<selectid=…`, `"x"id=…`) still shows something in a browser.
fn check_tags(path: &str, text: &str) {
    let known = "a aside body br button caption circle code dd details div dl doctype dt fieldset footer form g h1 h2 h3 \
                 head header html input kbd label legend li link main meta nav ol option p path progress rect script \
                 search section select span strong summary svg table tbody td textarea th thead time title tr ul";
    for piece in text.split('<').skip(1) {
        let tag = piece.split('>').next().unwrap();
        let name = tag.trim_start_matches(['/', '!']).split(' ').next().unwrap();
        assert!(known.split_whitespace().any(|k| k == name), "<{tag}> on {path}");
        let after_values = tag.split('"').skip(2).step_by(2);
        for after in after_values {
            assert!(after.is_empty() || after.starts_with([' ', '/']), "<{tag}> on {path}");
        }
    }
}

#[tokio::test]
async fn tags_are_well_made() {
    let mut client = Client::new();
    for path in [
        "/",
        "/inbox",
        "/form",
        "/upload",
        "/verify/valid",
        "/fail/refused",
        "/fail/conflict",
        "/sign-in",
        "/form?wrong",
    ] {
        check_tags(path, &client.get(path).await.text);
    }
    let token = client.get("/form").await.token();
    let wrong = client.post("/form", &format!("_csrf={token}")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    check_tags("/form with errors", &wrong.text);
}

#[tokio::test]
async fn names_from_outside_are_escaped() {
    let page = Client::new().get("/").await;
    assert!(page.text.contains("Công ty TNHH &#60;Ví Dụ&#62; &#38; Con"), "by a template");
    assert!(page.text.contains("Công ty TNHH &lt;Ví Dụ&gt; &amp; Con"), "by Html::text");
    assert!(!page.text.contains("<Ví Dụ>"));
}

#[tokio::test]
async fn the_language_switch_works_without_a_script() {
    let mut client = Client::new();
    assert!(client.get("/inbox?q=x").await.text.contains("href=\"/inbox?q=x&#38;lang=en\""));
    assert!(client.get("/inbox?lang=en").await.text.contains("<html lang=\"en\">"));
    assert_eq!(client.cookie("lang"), Some("en"));
    let later = client.get("/inbox").await;
    assert!(later.text.contains("<html lang=\"en\">"));
    assert_eq!(later.header("content-language"), "en");
    assert!(client.get("/inbox?lang=xx").await.text.contains("<html lang=\"en\">"));
    let accept = [("accept-language", "en")];
    let fresh = Client::new().send(Method::GET, "/", &accept, Body::empty()).await;
    assert!(fresh.text.contains("<html lang=\"en\">"));
}

#[tokio::test]
async fn assets_are_immutable_and_a_page_is_light() {
    let mut client = Client::new();
    let page = client.get("/").await;
    let mut total = page.text.len();
    let links: Vec<_> =
        page.text.split('"').filter(|p| p.starts_with("/assets/")).map(str::to_owned).collect();
    assert_eq!(links.len(), 3);
    for link in links {
        let asset = client.get(&link).await;
        assert_eq!(asset.status, StatusCode::OK);
        assert!(asset.header("cache-control").contains("immutable"));
        assert_eq!(asset.header("x-content-type-options"), "nosniff");
        assert_eq!(asset.header("set-cookie"), "");
        total += asset.text.len();
    }
    assert!(total < 100 * 1024, "{total} bytes before compression");
    assert_eq!(client.get("/assets/congvu.000000000000.css").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn pages_are_compressed_for_those_who_can_read_it() {
    let page = Client::new().send(Method::GET, "/", &[("accept-encoding", "gzip")], Body::empty()).await;
    assert_eq!(page.header("content-encoding"), "gzip");
}

#[tokio::test]
async fn files_get_a_policy_of_their_own() {
    let mut client = Client::new();
    let pdf = client.get("/paper.pdf").await;
    assert_eq!(
        (pdf.header("content-security-policy"), pdf.header("x-frame-options")),
        ("frame-ancestors 'self'", "SAMEORIGIN")
    );
    let svg = client.get("/paper.svg").await;
    assert!(svg.header("content-security-policy").contains("sandbox"));
    assert_eq!((svg.header("x-frame-options"), svg.header("x-content-type-options")), ("DENY", "nosniff"));
}
