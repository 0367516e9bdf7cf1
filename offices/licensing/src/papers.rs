//! A person's papers: what an account has filed and what it was given, to read and to use again. The same bytes are filed, so the
//! digest says that it is the same paper.

use std::collections::BTreeSet;

use axum::extract::{Path, State};

use axum::response::Response;
use congvu_desk::{Case, Desk};
use congvu_pack::{Agency, Library};
use congvu_views::OrNotSealed as _;
use congvu_views::{agency_of, agency_shell, citizen_of, paper_name, pick};
use congvu_web::components::{Column, Row, Table, heading, lead, section, table};
use congvu_web::download::{private, saved};
use congvu_web::{Html, PageCx, ResultExt, WebError, Words, fmt};
use jiff::civil::Date;

/// Most cases that are looked through, the newest first.
const MOST_CASES: u32 = 100;
/// The paper that is the result of a case.
const RESULT: &str = "outcome";

/// What a paper is kept as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kept {
    /// A file that was filed, by its digest.
    Filed {
        /// SHA-256, hexadecimal.
        sha256: String,
        /// Media type by its content.
        media_type: String,
        /// Size in bytes.
        size_bytes: u64,
    },
    /// A result, by its case and the code printed on it.
    Result {
        /// The case.
        matter: String,
        /// The code.
        code: String,
    },
}

/// One paper of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Own {
    /// Its name.
    pub(crate) name: String,
    /// What it was filed as; empty for results.
    pub(crate) what: String,
    /// Number of the case, and the case.
    case: (String, String),
    day: Date,
    pub(crate) kept: Kept,
}

impl Own {
    /// How a form names it.
    pub(crate) fn key(&self) -> String {
        match &self.kept {
            Kept::Filed { sha256, .. } => format!("file:{sha256}"),
            Kept::Result { matter, code } => format!("result:{matter}:{code}"),
        }
    }

    /// Its name with what tells it from others.
    pub(crate) fn title(&self, w: &Words) -> String {
        let day = fmt::date(w.lang(), self.day);
        if self.what.is_empty() {
            format!("{} ({day})", self.name)
        } else {
            format!("{} – {} ({day})", self.name, self.what)
        }
    }
}

/// Everything that the account has filed or was given here, newest first; each file once.
pub(crate) async fn own(
    w: &Words,
    desk: &Desk,
    agency: &Agency,
    account: &str,
) -> Result<Vec<Own>, WebError> {
    let rows = desk.store().matters_by_applicant(agency.id(), account, MOST_CASES, None).await.or_fault()?;
    let cases = desk.cases(&rows).or_fault()?;
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    // Nothing but the account's own: the query says so, and so does each case.
    for case in cases.iter().filter(|c| c.matter.party.as_ref().is_some_and(|p| p.account == account)) {
        let code = case.matter.code.clone().unwrap_or_default();
        let place = (code, case.matter.id.clone());
        for paper in case.matter.papers.iter().filter(|p| p.key == RESULT) {
            all.push(Own {
                name: paper_name(w, desk.library(), case, paper),
                what: String::new(),
                case: place.clone(),
                day: paper.at.date(),
                kept: Kept::Result { matter: case.matter.id.clone(), code: paper.code.clone() },
            });
        }
        for file in case.matter.files.iter().filter(|f| seen.insert(f.sha256.clone())) {
            all.push(Own {
                name: file.name.clone(),
                what: part_name(w, desk.library(), case, &file.part),
                case: place.clone(),
                day: case.matter.opened.date(),
                kept: Kept::Filed {
                    sha256: file.sha256.clone(),
                    media_type: file.media_type.clone(),
                    size_bytes: file.size_bytes,
                },
            });
        }
    }
    Ok(all)
}

fn part_name(w: &Words, library: &Library, case: &Case, part: &str) -> String {
    let version = case.procedure(library).and_then(|(_, version)| version);
    let found = version.and_then(|v| v.dossier.iter().find(|d| d.id == part));
    found.map(|d| pick(w, &d.name).to_owned()).unwrap_or_default()
}

/// Name and content of one of the account's papers; none where it is not the account's.
pub(crate) async fn content(
    w: &Words,
    desk: &Desk,
    agency: &Agency,
    account: &str,
    key: &str,
) -> Result<Option<(Own, Vec<u8>)>, WebError> {
    let Some(paper) = own(w, desk, agency, account).await?.into_iter().find(|p| p.key() == key) else {
        return Ok(None);
    };
    let bytes = match &paper.kept {
        Kept::Filed { sha256, .. } => Some(desk.kept_file(sha256).await.or_fault()?.0),
        Kept::Result { matter, code } => match desk.case(agency, matter).await.or_fault()? {
            Some(case) => desk.paper(agency, &case, code).await.or_not_sealed()?.map(|p| p.pdf),
            None => None,
        },
    };
    Ok(bytes.map(|bytes| (paper, bytes)))
}

/// `GET /{agency}/papers`
pub(crate) async fn show(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    cx: PageCx,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &id)?;
    let account = citizen_of(&cx, agency).ok_or(WebError::SignIn)?;
    let w = cx.words();
    let all = own(w, &desk, agency, &account.person).await?;
    let (results, filed): (Vec<&Own>, Vec<&Own>) =
        all.iter().partition(|p| matches!(p.kept, Kept::Result { .. }));
    let body = Html::join([
        heading(1, &w.t("licensing-my-papers")),
        lead(&w.t("licensing-my-papers-lead")),
        section(&w.t("licensing-my-results"), &listed(w, &id, "licensing-my-results", &results)),
        section(&w.t("licensing-my-filed"), &listed(w, &id, "licensing-my-filed", &filed)),
    ]);
    let shell = agency_shell(&cx, agency, w.t("licensing-my-papers"))
        .crumb(format!("/{id}"), w.t("licensing-start"))
        .crumb("", w.t("licensing-my-papers"));
    Ok(cx.page(shell, body))
}

fn listed(w: &Words, agency: &str, caption: &str, papers: &[&Own]) -> Html {
    let rows = papers.iter().map(|p| {
        let (href, what) = match &p.kept {
            Kept::Filed { sha256, size_bytes, .. } => {
                let size = fmt::size(w.lang(), *size_bytes);
                let what = if p.what.is_empty() { size } else { format!("{} ({size})", p.what) };
                (format!("/{agency}/papers/{sha256}"), what)
            }
            Kept::Result { matter, code } => {
                (format!("/{agency}/cases/{matter}/papers/{code}"), "PDF".to_owned())
            }
        };
        Row::new(vec![
            Html::link(&href, &p.name),
            Html::text(&what),
            Html::link(&format!("/{agency}/cases/{}", p.case.1), &p.case.0),
            Html::text(&fmt::date(w.lang(), p.day)),
        ])
    });
    let columns = ["licensing-my-name", "licensing-my-what", "licensing-my-case", "licensing-my-day"];
    let list = Table {
        caption: w.t(caption),
        columns: columns.iter().map(|c| Column::new(w.t(c))).collect(),
        rows: rows.collect(),
        empty: w.t("licensing-my-none"),
        hide_caption: true,
        ..Table::default()
    };
    table(w, &list)
}

/// `GET /{agency}/papers/{sha256}`: a file that the account has filed. Anybody else's does not exist.
pub(crate) async fn file(
    State(desk): State<Desk>,
    Path((id, sha256)): Path<(String, String)>,
    cx: PageCx,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &id)?;
    let account = citizen_of(&cx, agency).ok_or(WebError::NotFound)?;
    let key = format!("file:{sha256}");
    let found = content(cx.words(), &desk, agency, &account.person, &key).await?;
    let (paper, bytes) = found.ok_or(WebError::NotFound)?;
    let Kept::Filed { media_type, .. } = &paper.kept else { return Err(WebError::NotFound) };
    // What somebody sent is handed back as a file, never opened as a page of this site.
    Ok(private(saved(bytes, media_type, &paper.name)))
}
