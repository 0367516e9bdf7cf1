//! Witnesses elsewhere of the public logs here, and logs elsewhere that are watched from here (C2SP tlog-witness).

use super::http;
use anyhow::Context;
use axum::http::{StatusCode, Uri};
use congvu_desk::{Cosigned, Cosigning, VerifierKey, Witness, Witnesses};
use std::str::FromStr;
use std::sync::Arc;

/// Longest answer of a witness that is read, bytes.
const MAX_ANSWER_BYTES: usize = 16 * 1024;

/// Options about witnesses.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct WitnessArguments {
    /// A witness of the public logs: its key, `=`, and the address before `/add-checkpoint`. May be given several times.
    #[arg(long = "witness", value_name = "KEY=URL")]
    witnesses: Vec<Elsewhere>,
    /// Key of a log elsewhere that the departments here attest when they are asked. May be given several times.
    #[arg(long = "watch", value_name = "KEY")]
    watched: Vec<VerifierKey>,
}

impl WitnessArguments {
    /// Who attests whose logs; in a demonstration the departments watch each other too.
    pub fn open(&self, demo: bool) -> Witnesses {
        let elsewhere = self.witnesses.iter().map(|w| Arc::new(w.clone()) as Arc<dyn Witness>).collect();
        Witnesses { watched: self.watched.clone(), elsewhere, each_other: demo }
    }
}

/// A witness that is asked over HTTP.
#[derive(Debug, Clone)]
struct Elsewhere {
    key: VerifierKey,
    uri: Uri,
}

impl FromStr for Elsewhere {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> anyhow::Result<Self> {
        // A key in base64 may end with `=` itself.
        let at = text
            .rfind("=http://")
            .context("a key, `=`, and an address that begins with http:// are needed")?;
        let (key, address) = text.split_at_checked(at).context("no address")?;
        let address = format!("{}/add-checkpoint", address.trim_start_matches('=').trim_end_matches('/'));
        Ok(Self { key: key.parse()?, uri: http::address(&address)? })
    }
}

impl Witness for Elsewhere {
    fn key(&self) -> &VerifierKey {
        &self.key
    }

    fn add(&self, request: String) -> Cosigning<'_> {
        Box::pin(async move {
            let answer =
                http::post(&self.uri, "application/octet-stream", request.as_bytes(), MAX_ANSWER_BYTES).await;
            let (status, body) = answer.map_err(|e| format!("{e:#}"))?;
            let text = String::from_utf8(body.to_vec()).map_err(|_| "its answer is no text".to_owned())?;
            match status {
                StatusCode::OK => Ok(Cosigned::Lines(text)),
                StatusCode::CONFLICT => text
                    .trim_end()
                    .parse()
                    .map(Cosigned::Seen)
                    .map_err(|_| "its answer is no size".to_owned()),
                other => Err(format!("it answered {other}")),
            }
        })
    }
}
