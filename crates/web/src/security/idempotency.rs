//! The `Idempotency-Key` header (draft-ietf-httpapi-idempotency-key-header): a client that sends a request again with
//! the same key wants one effect, not two.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::error::WebError;

/// The key of a request, if it has one: 1 to 128 visible ASCII characters, in quotes or without.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey(pub Option<String>);

impl<S: Send + Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, WebError> {
        let Some(value) = parts.headers.get("idempotency-key") else { return Ok(Self(None)) };
        let text = value.to_str().unwrap_or_default().trim();
        let bare = text.strip_prefix('"').and_then(|t| t.strip_suffix('"')).unwrap_or(text);
        let fits = (1..=128).contains(&bare.len()) && bare.bytes().all(|b| b.is_ascii_graphic() && b != b'"');
        if fits { Ok(Self(Some(bare.to_owned()))) } else { Err(WebError::BadForm) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;

    #[tokio::test]
    async fn keys() {
        for (header, expected) in [
            ("\"8e03978e-40d5\"", Some("8e03978e-40d5")),
            ("abc", Some("abc")),
            ("", None),
            ("\"\"", None),
            ("a b", None),
        ] {
            let request = Request::builder().header("idempotency-key", header).body(()).unwrap();
            let got = IdempotencyKey::from_request_parts(&mut request.into_parts().0, &()).await;
            assert_eq!(got.ok().and_then(|k| k.0).as_deref(), expected, "{header}");
        }
    }
}
