//! Serves every component and a sample form on 127.0.0.1, to look at and to check:
//! `cargo run -p congvu-web --example gallery -- 8099`

mod app;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let port: u16 = std::env::args().nth(1).unwrap_or_else(|| "8099".to_owned()).parse()?;
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    let app = app::app(app::config())?;
    axum::serve(listener, app).await?;
    Ok(())
}
