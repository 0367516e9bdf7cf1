//! Writes what a batch collected.

use std::collections::BTreeMap;

use sqlx::AnyConnection;

use crate::bulk::Statements;
use crate::committer::shapes::{self, HeadRow, Of, Texts};
use crate::committer::state::{AgencyState, Collected};
use crate::error::StoreError;

/// Pairs each row with its agency.
fn of<R>(agency: &str, rows: impl IntoIterator<Item = R>) -> impl Iterator<Item = Of<R>> {
    rows.into_iter().map(move |row| Of(agency.to_owned(), row))
}

/// All rows of the batch, by table.
#[derive(Default)]
struct Tables {
    heads: Vec<HeadRow>,
    acts: Vec<Of<crate::ActRow>>,
    matters: Vec<Of<crate::MatterRow>>,
    entries: Vec<Of<crate::EntryRow>>,
    verifications: Vec<Of<(String, super::state::Target)>>,
    documents: Vec<Of<crate::DocumentRow>>,
    file_uses: Vec<Of<crate::FileUseRow>>,
    charges: Vec<Of<crate::ChargeRow>>,
    money: Vec<Of<crate::MoneyRow>>,
    jobs: Vec<Of<crate::JobRow>>,
    requests: Vec<Of<(crate::Idempotency, Vec<u8>)>>,
    series: Vec<Of<(String, i64)>>,
    forget: Vec<Texts<3>>,
    tokens: Vec<Texts<4>>,
}

impl Tables {
    fn add(&mut self, agency: &str, seq: i64, hash: [u8; 32], rows: Collected) {
        if !rows.acts.is_empty() {
            self.heads.push(HeadRow(agency.to_owned(), seq, hash));
        }
        self.acts.extend(of(agency, rows.acts));
        self.matters.extend(of(agency, rows.matters.into_values()));
        self.entries.extend(of(agency, rows.entries.into_values()));
        self.verifications.extend(of(agency, rows.verifications));
        self.documents.extend(of(agency, rows.documents));
        self.file_uses.extend(of(agency, rows.file_uses.into_values()));
        self.charges.extend(of(agency, rows.charges.into_values()));
        self.money.extend(of(agency, rows.money));
        self.jobs.extend(of(agency, rows.jobs));
        self.requests.extend(of(agency, rows.requests));
        self.series.extend(of(agency, rows.series));
        for ((kind, reference), tokens) in rows.tokens {
            self.forget.push(Texts([agency.to_owned(), kind.clone(), reference.clone()]));
            self.tokens.extend(
                tokens.into_iter().map(|t| Texts([agency.to_owned(), kind.clone(), reference.clone(), t])),
            );
        }
    }
}

/// Writes everything; the transaction is the caller's.
pub(super) async fn save(
    statements: &mut Statements,
    conn: &mut AnyConnection,
    agencies: BTreeMap<String, AgencyState>,
) -> Result<(), StoreError> {
    let mut tables = Tables::default();
    for (agency, state) in agencies {
        tables.add(&agency, state.seq, state.hash, state.collected);
    }
    let s = statements;
    s.execute(conn, &shapes::ACTS, tables.acts).await?;
    s.execute(conn, &shapes::MATTERS, tables.matters).await?;
    let entries = tables.entries.len() as u64;
    if s.execute(conn, &shapes::ENTRIES, tables.entries).await? != entries {
        return Err(StoreError::Duplicate { what: "entry version".to_owned() });
    }
    let verifications = tables.verifications.len() as u64;
    if s.execute(conn, &shapes::VERIFICATIONS, tables.verifications).await? != verifications {
        return Err(StoreError::Duplicate { what: "verification code".to_owned() });
    }
    s.execute(conn, &shapes::DOCUMENTS, tables.documents).await?;
    s.execute(conn, &shapes::FILE_USES, tables.file_uses).await?;
    s.execute(conn, &shapes::FORGET_TOKENS, tables.forget).await?;
    s.execute(conn, &shapes::TOKENS, tables.tokens).await?;
    s.execute(conn, &shapes::CHARGES, tables.charges).await?;
    s.execute(conn, &shapes::MONEY, tables.money).await?;
    s.execute(conn, &shapes::JOBS, tables.jobs).await?;
    s.execute(conn, &shapes::REQUESTS, tables.requests).await?;
    s.execute(conn, &shapes::SERIES, tables.series).await?;
    s.execute(conn, &shapes::HEADS, tables.heads).await?;
    Ok(())
}
