//! Writes what a batch collected.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::AnyConnection;

use crate::bulk::Statements;
use crate::committer::shapes::{self, Forgotten, HeadRow, Of, Place};
use crate::committer::state::{AgencyState, Collected};
use crate::error::StoreError;
use crate::queries::class_token;
use crate::rows::ListingRow;

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
    sealed: Vec<Of<crate::SealedRow>>,
    tallies: Vec<Of<crate::TallyRow>>,
    charges: Vec<Of<crate::ChargeRow>>,
    money: Vec<Of<crate::MoneyRow>>,
    jobs: Vec<Of<crate::JobRow>>,
    requests: Vec<Of<(crate::Idempotency, Vec<u8>)>>,
    series: Vec<Of<(String, i64)>>,
    listings: Vec<Of<ListingRow>>,
    forget: Vec<Forgotten>,
    postings: Vec<Place>,
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
        self.sealed.extend(of(agency, rows.sealed.into_values()));
        self.tallies.extend(of(agency, rows.tallies.into_values()));
        self.charges.extend(of(agency, rows.charges.into_values()));
        self.money.extend(of(agency, rows.money));
        self.jobs.extend(of(agency, rows.jobs));
        self.requests.extend(of(agency, rows.requests));
        self.series.extend(of(agency, rows.series));
        for row in rows.listings.into_values() {
            self.place(agency, &row);
            self.listings.push(Of(agency.to_owned(), row));
        }
    }

    /// Where the words of a row are found from now on, and where no longer.
    fn place(&mut self, agency: &str, row: &ListingRow) {
        let at = |token: &str| Place {
            agency: agency.to_owned(),
            kind: row.kind.clone(),
            token: token.to_owned(),
            ord_ms: row.ord_ms,
            reference: row.reference.clone(),
        };
        let gone = row.gone.iter().filter(|w| !row.words.contains(w)).collect::<BTreeSet<_>>();
        self.forget.extend(gone.into_iter().map(|w| Forgotten(at(w))));
        if row.settled {
            return;
        }
        let words = row.words.iter().collect::<BTreeSet<_>>();
        self.postings.extend(words.into_iter().map(|w| at(w)));
        if !row.class.is_empty() {
            self.postings.push(at(&class_token(&row.class)));
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
    s.execute(conn, &shapes::LISTINGS, tables.listings).await?;
    s.execute(conn, &shapes::FORGET_POSTINGS, tables.forget).await?;
    s.execute(conn, &shapes::POSTINGS, tables.postings).await?;
    s.execute(conn, &shapes::SEALED, tables.sealed).await?;
    s.execute(conn, &shapes::TALLIES, tables.tallies).await?;
    s.execute(conn, &shapes::CHARGES, tables.charges).await?;
    s.execute(conn, &shapes::MONEY, tables.money).await?;
    s.execute(conn, &shapes::JOBS, tables.jobs).await?;
    s.execute(conn, &shapes::REQUESTS, tables.requests).await?;
    s.execute(conn, &shapes::SERIES, tables.series).await?;
    s.execute(conn, &shapes::HEADS, tables.heads).await?;
    Ok(())
}
