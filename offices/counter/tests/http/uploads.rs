//! Uploads that are cut, and go on.

use crate::house::{AGENCY, House, jpeg, matter, morning, pdf, take, take_in};
use axum::body::{Body, Bytes};
use axum::http::{Method, StatusCode};
use congvu_testing::{Answer, Client};
use futures::stream;
use jiff::ToSpan;
use sha2::{Digest, Sha256};

const TUS: (&str, &str) = ("tus-resumable", "1.0.0");
const PIECE: (&str, &str) = ("content-type", "application/offset+octet-stream");

async fn create(client: &mut Client, csrf: &str, size: usize) -> Answer {
    let size = size.to_string();
    let headers =
        [TUS, ("x-csrf-token", csrf), ("upload-length", &size), ("upload-metadata", "filename xJHGoW4ucGRm")];
    client.send(Method::POST, &format!("/{AGENCY}/uploads"), &headers, Body::empty()).await
}

async fn patch(client: &mut Client, csrf: &str, url: &str, at: usize, body: Body) -> Answer {
    let at = at.to_string();
    let headers = [TUS, PIECE, ("x-csrf-token", csrf), ("upload-offset", &at)];
    client.send(Method::PATCH, url, &headers, body).await
}

async fn offset(client: &mut Client, url: &str) -> usize {
    let answer = client.send(Method::HEAD, url, &[TUS], Body::empty()).await;
    answer.is(StatusCode::OK);
    assert_eq!(answer.header("cache-control"), "no-store");
    answer.header("upload-offset").parse().unwrap()
}

/// A PDF of some size.
fn large() -> Vec<u8> {
    let mut out = b"%PDF-1.7\n% ".to_vec();
    out.extend((0..700_000_u32).map(|n| b'a' + u8::try_from(n * 7 % 23).unwrap()));
    out.push(b'\n');
    out.extend_from_slice(&pdf(&[(200, 300)])[9..]);
    out
}

// conformance: TT01-2023-8.2.đ
#[tokio::test]
async fn an_upload_goes_on_after_a_cut_and_a_restart() {
    let house = House::open().await;
    let mut reception = house.officer("reception").await;
    let csrf = reception.get(&take("")).await.hidden("_csrf");
    let file = large();
    let made = create(&mut reception, &csrf, file.len()).await;
    made.is(StatusCode::CREATED);
    assert!(made.header("upload-expires").ends_with("GMT"), "{}", made.header("upload-expires"));
    let url = made.header("location").to_owned();
    assert_eq!(offset(&mut reception, &url).await, 0);
    // The line is cut in the middle of a piece: what came is kept.
    let came = Bytes::from(file[..300_123].to_vec());
    let cut = stream::iter([Ok(came), Err(std::io::Error::other("cut"))]);
    patch(&mut reception, &csrf, &url, 0, Body::from_stream(cut)).await;
    let house = house.restarted(morning() + 1.hour());
    reception.app = house.app();
    let at = offset(&mut reception, &url).await;
    assert_eq!(at, 300_123);
    patch(&mut reception, &csrf, &url, 0, Body::from("again")).await.is(StatusCode::CONFLICT);
    let rest = patch(&mut reception, &csrf, &url, at, Body::from(file[at..].to_vec())).await;
    rest.is(StatusCode::NO_CONTENT);
    assert_eq!(rest.header("upload-offset"), file.len().to_string());
    // The form names it, and the case has the very same file.
    let founding = jpeg(20, 30);
    let named = format!("_f-project:{}", url.rsplit('/').next().unwrap());
    let files = [("_f-founding", "b.jpg", founding.as_slice())];
    let answer = take_in(&mut reception, &[("_upload", &named)], &files).await;
    let case = house.case(&matter(&answer)).await;
    let kept = case.matter.files.iter().find(|f| f.part == "project").unwrap();
    assert_eq!(kept.sha256, hex::encode(Sha256::digest(&file)));
    let gone = reception.send(Method::HEAD, &url, &[TUS], Body::empty()).await;
    gone.is(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn uploads_have_owners_limits_and_an_end() {
    let house = House::open().await;
    let mut reception = house.officer("reception").await;
    let csrf = reception.get(&take("")).await.hidden("_csrf");
    let about = reception.send(Method::OPTIONS, &format!("/{AGENCY}/uploads"), &[], Body::empty()).await;
    about.is(StatusCode::NO_CONTENT);
    assert_eq!(about.header("tus-extension"), "creation,termination,expiration");
    for (size, expected) in [
        (0, StatusCode::BAD_REQUEST),
        (10 * 1024 * 1024 + 1, StatusCode::PAYLOAD_TOO_LARGE),
        (9, StatusCode::CREATED),
    ] {
        create(&mut reception, &csrf, size).await.is(expected);
    }
    let old = [("tus-resumable", "0.2.2"), ("x-csrf-token", csrf.as_str()), ("upload-length", "9")];
    let answer = reception.send(Method::POST, &format!("/{AGENCY}/uploads"), &old, Body::empty()).await;
    answer.is(StatusCode::PRECONDITION_FAILED);
    assert_eq!(answer.header("tus-version"), "1.0.0");
    let forged = [TUS, ("x-csrf-token", "0"), ("upload-length", "9")];
    let answer = reception.send(Method::POST, &format!("/{AGENCY}/uploads"), &forged, Body::empty()).await;
    answer.is(StatusCode::FORBIDDEN);

    let url = create(&mut reception, &csrf, 9).await.header("location").to_owned();
    let more = patch(&mut reception, &csrf, &url, 0, Body::from("0123456789")).await;
    more.is(StatusCode::CONFLICT);
    let headers = [TUS, ("x-csrf-token", csrf.as_str()), ("upload-offset", "0")];
    let answer = reception.send(Method::PATCH, &url, &headers, Body::from("x")).await;
    answer.is(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let mut other = house.officer("specialist").await;
    let answer = other.send(Method::HEAD, &url, &[TUS], Body::empty()).await;
    answer.is(StatusCode::NOT_FOUND);
    let mut visitor = house.visitor();
    let answer = visitor.send(Method::HEAD, &url, &[TUS], Body::empty()).await;
    answer.is(StatusCode::NOT_FOUND);
    let token = [TUS, ("x-csrf-token", csrf.as_str())];
    reception.send(Method::DELETE, &url, &token, Body::empty()).await.is(StatusCode::NO_CONTENT);
    reception.send(Method::HEAD, &url, &[TUS], Body::empty()).await.is(StatusCode::NOT_FOUND);

    // A day after the last piece it is forgotten.
    let url = create(&mut reception, &csrf, 9).await.header("location").to_owned();
    let house = house.restarted(morning() + 25.hours());
    reception.app = house.app();
    reception.send(Method::HEAD, &url, &[TUS], Body::empty()).await.is(StatusCode::NOT_FOUND);
    create(&mut reception, &csrf, 9).await.is(StatusCode::CREATED);
    assert_eq!(house.desk.store().delete_expired_uploads(house.desk.clock().now_ms()).await.unwrap(), 0);
}
