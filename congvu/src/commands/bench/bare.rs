//! The yardstick: a server with one route that stores as many bytes and knows no rules.

use crate::commands::say;
use anyhow::Context;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::post;
use congvu_store::Bare;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::path::PathBuf;

/// `congvu bench bare …`
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Address to listen on.
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Folder for its database.
    #[arg(long)]
    data: PathBuf,
    /// Bytes of an act and, again, of the matter that it changes.
    #[arg(long, default_value_t = 2_000)]
    bytes: usize,
}

#[derive(Clone)]
struct Loop {
    store: Bare,
    row: Bytes,
}

/// Serves until it is stopped.
pub async fn run(arguments: Arguments) -> anyhow::Result<()> {
    std::fs::create_dir_all(&arguments.data)?;
    let store = Bare::open(&arguments.data.join("bare.db")).await.context("opening the bare database")?;
    let row = "bare ".bytes().cycle().take(arguments.bytes).collect();
    let routes = axum::Router::new().route("/act/{matter}", post(act)).with_state(Loop { store, row });
    let listener = tokio::net::TcpListener::bind(arguments.listen).await?;
    say(format_args!("bare: http://{}/", listener.local_addr()?));
    axum::serve(listener, routes).await?;
    Ok(())
}

async fn act(State(bare): State<Loop>, Path(matter): Path<String>, _: Bytes) -> (StatusCode, Json<Value>) {
    let stored = bare.store.write(matter.clone(), bare.row.to_vec()).await;
    let status = if stored { StatusCode::OK } else { StatusCode::INTERNAL_SERVER_ERROR };
    (status, Json(json!({ "matter": matter, "stored": stored })))
}
