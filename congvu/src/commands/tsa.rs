//! `congvu tsa`

use super::{block_on, say};
use crate::server::{MadeTime, made_time, stop};
use anyhow::Context;
use congvu_desk::Clock;
use congvu_trust::time_routes;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

/// `congvu tsa …`
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Address and port to listen on; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:8081")]
    listen: SocketAddr,
    /// Key and certificate for stamping time, PKCS#12.
    #[arg(long, requires = "passphrase")]
    p12: Option<PathBuf>,
    /// File with the passphrase.
    #[arg(long)]
    passphrase: Option<PathBuf>,
    /// Object identifier of the policy under which time is stamped.
    #[arg(long, requires = "p12")]
    policy: Option<String>,
    /// How far the time may be off, milliseconds.
    #[arg(long, default_value_t = 1_000)]
    accuracy_ms: u32,
    /// Keys that are made here and named DEMO, kept in this folder.
    #[arg(long, value_name = "FOLDER", conflicts_with = "p12", required_unless_present = "p12")]
    demo: Option<PathBuf>,
}

/// Runs the service until it is told to stop.
pub fn run(arguments: Arguments) -> ExitCode {
    block_on(serve(arguments))
}

async fn serve(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let clock = Clock::real();
    let made = match (&arguments.demo, &arguments.p12, &arguments.passphrase) {
        (Some(folder), _, _) => MadeTime::Demo(folder),
        (None, Some(p12), Some(passphrase)) => {
            let policy = arguments.policy.as_deref().context("name the policy with --policy")?;
            MadeTime::Own { p12, passphrase, policy }
        }
        _ => anyhow::bail!("name a key with --p12 and --passphrase"),
    };
    let service = Arc::new(made_time(made, clock, arguments.accuracy_ms)?);
    let listener = tokio::net::TcpListener::bind(arguments.listen).await;
    let listener = listener.with_context(|| format!("`{}` cannot be listened on", arguments.listen))?;
    say(format_args!("http://{}/tsa", listener.local_addr()?));
    axum::serve(listener, time_routes(service)).with_graceful_shutdown(stop()).await?;
    Ok(ExitCode::SUCCESS)
}
