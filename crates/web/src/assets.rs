//! Stylesheet, script and mark, kept inside the program and served under names that change with their content.

use std::sync::LazyLock;

use axum::Router;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use sha2::{Digest, Sha256};

struct Asset {
    path: String,
    media_type: &'static str,
    content: &'static [u8],
}

impl Asset {
    fn new(name: &str, extension: &str, media_type: &'static str, content: &'static [u8]) -> Self {
        let hash: String = hex::encode(Sha256::digest(content)).chars().take(12).collect();
        Self { path: format!("/assets/{name}.{hash}.{extension}"), media_type, content }
    }
}

static CSS: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new("congvu", "css", "text/css; charset=utf-8", include_bytes!("../assets/congvu.css"))
});
static JS: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new("congvu", "js", "text/javascript; charset=utf-8", include_bytes!("../assets/congvu.js"))
});
static MARK: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("mark", "svg", "image/svg+xml", include_bytes!("../assets/mark.svg")));

/// Address of the stylesheet.
pub fn css() -> &'static str {
    &CSS.path
}

/// Address of the script.
pub fn js() -> &'static str {
    &JS.path
}

/// Address of the mark.
pub fn mark() -> &'static str {
    &MARK.path
}

/// Serves the assets; a name from an older program gives 404, never other content.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/assets/{file}", get(serve))
}

async fn serve(Path(file): Path<String>) -> Response {
    let found =
        [&CSS, &JS, &MARK].into_iter().find(|a| a.path.strip_prefix("/assets/") == Some(file.as_str()));
    match found {
        None => StatusCode::NOT_FOUND.into_response(),
        Some(asset) => (
            [
                (header::CONTENT_TYPE, asset.media_type),
                (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
            ],
            asset.content,
        )
            .into_response(),
    }
}
