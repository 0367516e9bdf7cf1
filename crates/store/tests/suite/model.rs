//! Random works against a model in memory: what the store says must be what the model says.

use std::collections::HashMap;

use congvu_store::testing::Backend;
use congvu_store::{CommitError, Expect, Idempotency, Work, Writes};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::support::{AGENCY, T0, act, matter, on_both, open, verify_chain, work};

on_both!(the_store_agrees_with_a_model);

#[derive(Debug, Clone)]
struct Step {
    matter: u8,
    /// Added to the version that the model knows: 0 is right, anything else stale.
    off: i64,
    series: Option<u8>,
    refuse: bool,
    /// Idempotency key and digest.
    key: Option<(u8, u8)>,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (
        0..6_u8,
        prop_oneof![4 => Just(0_i64), 1 => -1..2_i64],
        proptest::option::of(0..3_u8),
        prop::bool::weighted(0.1),
        proptest::option::weighted(0.4, (0..12_u8, 0..2_u8)),
    )
        .prop_map(|(matter, off, series, refuse, key)| Step { matter, off, series, refuse, key });
    proptest::collection::vec(step, 150)
}

#[derive(Default)]
struct Model {
    versions: HashMap<u8, i64>,
    series: HashMap<u8, i64>,
    requests: HashMap<u8, (u8, String)>,
    acts: i64,
}

impl Model {
    /// What the store must answer.
    fn apply(&mut self, step: &Step) -> String {
        if let Some((key, digest)) = step.key
            && let Some((known, answer)) = self.requests.get(&key)
        {
            return if *known == digest { format!("repeated {answer}") } else { "reused".to_owned() };
        }
        let version = self.versions.get(&step.matter).copied().unwrap_or(0);
        if step.off != 0 {
            return format!("conflict {version}");
        }
        if step.refuse {
            return "refused".to_owned();
        }
        let number = step.series.map(|s| {
            let value = self.series.entry(s).or_default();
            *value += 1;
            *value
        });
        self.versions.insert(step.matter, version + 1);
        self.acts += 1;
        let answer = format!("{} {number:?}", self.acts);
        if let Some((key, digest)) = step.key {
            self.requests.insert(key, (digest, answer.clone()));
        }
        format!("stored {answer}")
    }
}

fn to_work(step: &Step, version: i64, at: usize) -> Work {
    let (id, refuse, act_id) = (format!("m-{}", step.matter), step.refuse, format!("a-{at}"));
    let expected = version + step.off;
    Work {
        idempotency: step.key.map(|(key, digest)| Idempotency {
            actor: "an".to_owned(),
            key: format!("k-{key}"),
            digest: [digest; 32],
            at_ms: T0,
        }),
        expect: vec![Expect { matter: id.clone(), version: expected }],
        series: step.series.map(|s| format!("s-{s}")).into_iter().collect(),
        ..work(move |assigned| {
            if refuse {
                return Err("no".to_owned());
            }
            let number = assigned.numbers.first();
            Ok(Writes {
                acts: vec![act(assigned, &act_id, &id)],
                matters: vec![matter(&id, expected + 1)],
                answer: format!("{} {:?}", assigned.next_seq, number.copied()).into_bytes(),
                ..Writes::default()
            })
        })
    }
}

fn said(answer: Result<congvu_store::Committed, CommitError>) -> String {
    match answer {
        Ok(done) => format!("stored {}", String::from_utf8(done.answer).expect("text")),
        Err(CommitError::Repeated { answer }) => {
            format!("repeated {}", String::from_utf8(answer).expect("text"))
        }
        Err(CommitError::KeyReused) => "reused".to_owned(),
        Err(CommitError::Conflict { found_version, .. }) => format!("conflict {found_version}"),
        Err(CommitError::Refused(_)) => "refused".to_owned(),
        Err(other) => format!("{other:?}"),
    }
}

/// Commits are queued in the order in which they are called, several at a time, so that batches of many sizes meet
/// every kind of refusal.
async fn the_store_agrees_with_a_model(backend: Backend) {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[24; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    for round in 0..4 {
        let t = open(backend).await;
        let mut model = Model::default();
        let steps = steps().new_tree(&mut runner).expect("generates").current();
        let mut waiting = Vec::new();
        for (at, step) in steps.iter().enumerate() {
            let version = model.versions.get(&step.matter).copied().unwrap_or(0);
            let expected = model.apply(step);
            let mut commit = Box::pin(t.store.commit(to_work(step, version, at)));
            // The first poll puts it into the queue.
            let first = poll_once(commit.as_mut()).await;
            waiting.push((at, expected, first, commit));
            if at % (round * 20 + 1) == 0 || at + 1 == steps.len() {
                for (at, expected, first, commit) in waiting.drain(..) {
                    let answer = match first {
                        Some(answer) => answer,
                        None => commit.await,
                    };
                    assert_eq!(said(answer), expected, "round {round}, step {at}: {:?}", steps[at]);
                }
            }
        }
        assert_eq!(verify_chain(&t.store, AGENCY).await, model.acts);
    }
}

async fn poll_once<F: Future + Unpin>(mut future: F) -> Option<F::Output> {
    std::future::poll_fn(|context| {
        std::task::Poll::Ready(match std::pin::Pin::new(&mut future).poll(context) {
            std::task::Poll::Ready(output) => Some(output),
            std::task::Poll::Pending => None,
        })
    })
    .await
}
