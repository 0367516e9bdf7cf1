//! Taking a statement in: first all of its lines at once, then an act for each line whose case is known.

use super::matching::{Class, classify};
use super::{read, reference};
use crate::access::{Officer, Stop, enter};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use congvu_desk::{Desk, On, PerformError, Request};
use congvu_matter::{Command, Refused};
use congvu_store::StatementLineRow;
use congvu_web::components::Tone;
use congvu_web::{PageCx, ResultExt, WebError};
use futures::future::join_all;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

/// The act, as `money.toml` names it.
pub(crate) const BOOK: &str = "book-transfer";
/// Lines that are read and worked on together; those that arrive together share a transaction.
const AT_ONCE: u32 = 64;

/// `POST /{agency}/desk/fees/statements/{id}/take`: the same again goes on where it was interrupted.
pub(crate) async fn take(
    State(desk): State<Desk>,
    Path((agency, id)): Path<(String, String)>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    let may = desk.empowered(officer.agency, &officer.actor(), BOOK).await.or_fault()?;
    if let Err(refusal) = may {
        let act = cx.words().t("fees-statement-take");
        let view = congvu_views::refusal_view(
            cx.words(),
            officer.agency,
            &officer.book,
            &act,
            &refusal,
            officer.now,
        );
        return Err(WebError::refused(view).into());
    }
    let (row, bytes) =
        desk.store().statement(officer.agency.id(), &id).await.or_fault()?.ok_or(WebError::NotFound)?;
    let back = officer.at(&format!("/statements/{id}"));
    let Some(Ok(statement)) = read(desk.library(), officer.agency, &row.format, &bytes) else {
        return Ok(Redirect::to(&back).into_response());
    };
    if row.state != "taken" {
        let lines = classify(&desk, officer.agency, &statement).await?;
        let lines = lines.iter().filter_map(|(entry, class)| line(&officer, &id, entry, class)).collect();
        let now_ms = desk.clock().now_ms();
        desk.store().take_statement(officer.agency.id(), &id, lines, now_ms).await.or_fault()?;
    }
    book(&desk, &officer, &id).await?;
    cx.session().flash(Tone::Good, &cx.words().t("fees-statement-is-taken"));
    Ok(Redirect::to(&back).into_response())
}

/// The row of a line; money that went out and transactions that are known leave none.
fn line(
    officer: &Officer<'_>,
    statement: &str,
    entry: &congvu_payment::statement::Entry,
    class: &Class,
) -> Option<StatementLineRow> {
    let (state, matter) = match class {
        Class::Matched(charge) => ("matched", charge.matter.clone()),
        Class::Wrong(charge, _) => ("open", charge.matter.clone()),
        Class::Unknown => ("open", String::new()),
        Class::Known | Class::Outgoing => return None,
    };
    Some(StatementLineRow {
        reference: reference(officer.agency, &entry.reference),
        statement: statement.to_owned(),
        line: i64::try_from(entry.line).unwrap_or(i64::MAX),
        day: entry.date.to_string(),
        amount: entry.amount,
        text: entry.text.clone(),
        payer: entry.payer.clone(),
        state: state.to_owned(),
        matter,
        ..StatementLineRow::default()
    })
}

/// Records every line that is matched and not recorded yet.
async fn book(desk: &Desk, officer: &Officer<'_>, statement: &str) -> Result<(), WebError> {
    let agency = officer.agency.id();
    let mut after = 0;
    loop {
        let at = (statement, after);
        let lines =
            desk.store().statement_lines(agency, "matched", statement, AT_ONCE, at).await.or_fault()?;
        let Some(last) = lines.last() else { return Ok(()) };
        after = last.line;
        let done = join_all(lines.iter().map(|line| one(desk, officer, line))).await;
        done.into_iter().collect::<Result<(), _>>()?;
    }
}

async fn one(desk: &Desk, officer: &Officer<'_>, line: &StatementLineRow) -> Result<(), WebError> {
    let mut settled = StatementLineRow { actor: officer.who.position.clone(), ..line.clone() };
    match record(desk, officer, line, &line.matter, "").await {
        Ok(()) | Err(PerformError::NotNow(Refused::KnownPayment { .. })) => {
            settled.state = "booked".to_owned()
        }
        // The money has arrived all the same: somebody has to look at the line.
        Err(error @ (PerformError::NotNow(_) | PerformError::Refused(_) | PerformError::Unknown { .. })) => {
            settled.state = "open".to_owned();
            settled.reason = error.to_string();
        }
        Err(error) => return Err(WebError::Unavailable(error.to_string())),
    }
    desk.store().settle_line(officer.agency.id(), "matched", &settled).await.or_fault()?;
    Ok(())
}

/// The act that records a line for a case.
pub(crate) async fn record(
    desk: &Desk,
    officer: &Officer<'_>,
    line: &StatementLineRow,
    matter: &str,
    reason: &str,
) -> Result<(), PerformError> {
    let mut input = Map::new();
    input.insert("amount".to_owned(), Value::from(line.amount));
    for (name, value) in [("reference", line.reference.as_str()), ("payer", &line.payer), ("reason", reason)]
    {
        if !value.is_empty() {
            input.insert(name.to_owned(), Value::from(value));
        }
    }
    let key = hex::encode(Sha256::digest(format!("{}/{matter}", line.reference).as_bytes()));
    let request = Request {
        agency: officer.agency.id().to_owned(),
        actor: officer.actor(),
        on: On::Matter(matter.to_owned()),
        seen: None,
        idempotency_key: Some(format!("line/{key}")),
        command: Command { act: BOOK.to_owned(), input, ..Command::default() },
    };
    desk.perform(request).await.map(drop)
}
