//! Several people at once: each has a connection and takes one case after the other through its life.

use super::client::Client;
use super::life::People;
use axum::http::Method;
use serde_json::Value;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// What to do and for how long.
#[derive(Clone)]
pub struct Load {
    /// Server.
    pub to: SocketAddr,
    /// Who acts; none for the bare loop, which knows nobody.
    pub people: Option<Arc<People>>,
    /// Begins the numbers of the cases; different for each run over the same data.
    pub run: String,
    /// How many at once.
    pub actors: usize,
    /// Acts of each life.
    pub acts: usize,
    /// How long new lives are begun.
    pub time: Duration,
}

/// A case that was taken through.
pub struct Lived {
    /// Identifier.
    pub matter: String,
    /// Papers that it brought about.
    pub papers: usize,
}

/// What came of it.
#[derive(Default)]
pub struct Outcome {
    /// Milliseconds of each act, by its place in the life.
    pub took_ms: Vec<Vec<f64>>,
    /// Cases with a whole life.
    pub lived: Vec<Lived>,
    /// From the first request to the last answer.
    pub time: Duration,
}

impl Outcome {
    /// Acts that were done.
    pub fn acts(&self) -> usize {
        self.took_ms.iter().map(Vec::len).sum()
    }

    fn add(&mut self, other: Self) {
        self.took_ms.resize(self.took_ms.len().max(other.took_ms.len()), Vec::new());
        for (all, more) in self.took_ms.iter_mut().zip(other.took_ms) {
            all.extend(more);
        }
        self.lived.extend(other.lived);
    }
}

impl Load {
    /// Does it.
    ///
    /// # Errors
    /// The first request that is refused: a measurement with refusals in it would mean nothing.
    pub async fn run(self) -> anyhow::Result<Outcome> {
        let begun = Instant::now();
        let until = begun + self.time;
        let mut actors = JoinSet::new();
        for actor in 0..self.actors {
            actors.spawn(self.clone().actor(actor, until));
        }
        let mut all = Outcome::default();
        while let Some(done) = actors.join_next().await {
            all.add(done??);
        }
        all.time = begun.elapsed();
        Ok(all)
    }

    async fn actor(self, actor: usize, until: Instant) -> anyhow::Result<Outcome> {
        let mut client = Client::connect(self.to).await?;
        let mut outcome = Outcome { took_ms: vec![Vec::new(); self.acts], ..Outcome::default() };
        let mut nth = 0_usize;
        while Instant::now() < until {
            let number = format!("{}-{actor}-{nth}", self.run);
            let lived = match &self.people {
                Some(people) => self.life(people, &mut client, &number, &mut outcome.took_ms).await?,
                None => self.bare(&mut client, number, &mut outcome.took_ms).await?,
            };
            outcome.lived.push(lived);
            nth = nth.saturating_add(1);
        }
        Ok(outcome)
    }

    async fn life(
        &self,
        people: &People,
        client: &mut Client,
        number: &str,
        took_ms: &mut [Vec<f64>],
    ) -> anyhow::Result<Lived> {
        let (mut lived, mut version) = (Lived { matter: String::new(), papers: 0 }, None);
        for (place, took_ms) in took_ms.iter_mut().enumerate() {
            let (path, body) = (People::path(place, &lived.matter), people.body(place, number));
            let key = format!("{number}-{place}");
            let begun = Instant::now();
            let answer = client.post(people.who(place), &path, &key, version, body).await?;
            took_ms.push(ms(begun.elapsed()));
            let done = answer.good()?.json()?;
            version = done.get("version").and_then(Value::as_i64);
            lived.papers += done.get("papers").and_then(Value::as_array).map_or(0, Vec::len);
            if let Some(matter) = done.get("matter").and_then(Value::as_str) {
                matter.clone_into(&mut lived.matter);
            }
        }
        Ok(lived)
    }

    async fn bare(
        &self,
        client: &mut Client,
        number: String,
        took_ms: &mut [Vec<f64>],
    ) -> anyhow::Result<Lived> {
        let path = format!("/act/{number}");
        for took_ms in took_ms {
            let begun = Instant::now();
            let answer = client.send(Method::POST, &path, &[], "{}").await?;
            took_ms.push(ms(begun.elapsed()));
            answer.good()?;
        }
        Ok(Lived { matter: number, papers: 0 })
    }
}

/// Milliseconds.
pub fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
