//! The scans of an intake: read, looked at, bound.

use super::{Intake, Kept, MAX_FILES, acts};
use axum::extract::Multipart;
use congvu_desk::{Binding, Desk, Kind, Leaf, Look, Sheet, Taken};
use congvu_matter::Attachment;
use congvu_views::upload;
use congvu_web::{PageCx, ResultExt, WebError};

/// Largest file that is sent, bytes.
pub(crate) const MAX_FILE_BYTES: usize = 10 * 1024 * 1024;
/// Largest bound scan, bytes.
const MAX_BOUND_BYTES: usize = 48 * 1024 * 1024;
/// Before the name of the field in which files of a part are chosen.
pub(crate) const FILE_FIELD: &str = "_f-";

/// A file as it was sent: field, name, content.
pub(crate) struct Sent {
    field: String,
    name: String,
    bytes: Vec<u8>,
}

/// Reads a form with files.
pub(crate) async fn read(mut form: Multipart) -> Result<(Vec<(String, String)>, Vec<Sent>), WebError> {
    let (mut texts, mut sent) = (Vec::new(), Vec::new());
    while let Some(field) = form.next_field().await.map_err(|_| WebError::BadForm)? {
        let name = field.name().unwrap_or_default().to_owned();
        let Some(file) = field.file_name().map(str::to_owned) else {
            texts.push((name, field.text().await.map_err(|_| WebError::BadForm)?));
            continue;
        };
        let bytes = field.bytes().await.map_err(|_| WebError::BadForm)?.to_vec();
        // A file field that was left empty sends an empty file without a name.
        if !file.is_empty() || !bytes.is_empty() {
            sent.push(Sent { field: name, name: file, bytes });
        }
    }
    Ok((texts, sent))
}

/// Keeps what was sent and can be taken, drops what was unticked; what cannot be taken becomes an error at its part.
pub(crate) async fn take(
    desk: &Desk,
    cx: &PageCx,
    intake: &mut Intake<'_>,
    sent: Vec<Sent>,
) -> Result<(), WebError> {
    let dropped = intake.values.all("_drop").to_vec();
    intake.body.files.retain(|k| !dropped.contains(&format!("{}:{}", k.file.part, k.file.sha256)));
    for file in sent {
        one(desk, cx, intake, file).await?;
    }
    let agency = intake.officer.agency.id();
    let Some(owner) = upload::owner(cx, intake.officer.agency) else { return Ok(()) };
    for named in intake.values.all(upload::RESUMED).to_vec().iter().take(MAX_FILES) {
        let Some((field, id)) = named.rsplit_once(':') else { continue };
        let now_ms = desk.clock().now_ms();
        match desk.store().uploaded(agency, &owner, id, now_ms).await.or_fault()? {
            Some((row, bytes)) => {
                one(desk, cx, intake, Sent { field: field.to_owned(), name: row.name, bytes }).await?;
                desk.store().delete_upload(agency, &owner, id).await.or_fault()?;
            }
            None => intake.error(field, cx.words().t("views-file-gone")),
        }
    }
    Ok(())
}

async fn one(desk: &Desk, cx: &PageCx, intake: &mut Intake<'_>, sent: Sent) -> Result<(), WebError> {
    let w = cx.words();
    let part = sent.field.strip_prefix(FILE_FIELD).unwrap_or_default();
    let Some(part) = intake.asking.version.dossier.iter().find(|p| p.id == part) else { return Ok(()) };
    if intake.body.files.len() >= MAX_FILES {
        intake.error(&sent.field, w.t("counter-files-many"));
        return Ok(());
    }
    // A scan of paper may always be a PDF or a picture, whatever is asked for online.
    let mut kinds = upload::kinds_of(&part.accepts);
    kinds.extend([Kind::Pdf, Kind::Jpeg, Kind::Png]);
    match desk.take_file(sent.bytes, &sent.name, &kinds, MAX_FILE_BYTES).await {
        Ok(taken) => {
            let kept = kept(&part.id, taken);
            let same = |k: &Kept| k.file.part == kept.file.part && k.file.sha256 == kept.file.sha256;
            if !intake.body.files.iter().any(same) {
                intake.body.files.push(kept);
            }
        }
        Err(why) => {
            let message = upload::not_taken(w, why)?;
            intake.error(&sent.field, format!("{}: {message}", sent.name));
        }
    }
    Ok(())
}

fn kept(part: &str, taken: Taken) -> Kept {
    Kept {
        pages: taken.look.pages.len(),
        dots: taken.look.pages.iter().filter_map(|p| p.dots).min(),
        active: acts(&taken.look.active),
        bound: false,
        file: Attachment {
            part: part.to_owned(),
            name: taken.name,
            sha256: taken.sha256,
            size_bytes: taken.size_bytes,
            media_type: taken.media_type,
        },
    }
}

/// A page of a part: which of its files, which page of that, and how it is turned.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chosen {
    pub(crate) file: usize,
    pub(crate) page: usize,
    pub(crate) turn: u16,
}

/// The files of a part.
pub(crate) fn of_part<'k>(files: &'k [Kept], part: &str) -> Vec<&'k Kept> {
    files.iter().filter(|k| k.file.part == part).collect()
}

/// Whether a part can be bound: everything in it has pages.
pub(crate) fn bindable(files: &[&Kept]) -> bool {
    !files.is_empty() && files.iter().all(|k| k.pages > 0)
}

/// Binds pages of a part into one PDF, which takes the place of its files.
pub(crate) async fn bind(
    desk: &Desk,
    intake: &mut Intake<'_>,
    part: &str,
    chosen: &[Chosen],
) -> Result<Result<(), congvu_desk::DeskError>, WebError> {
    let mut sources: Vec<Vec<u8>> = Vec::new();
    let mut looks: Vec<Look> = Vec::new();
    for kept in of_part(&intake.body.files, part) {
        let (bytes, look) = desk.kept_file(&kept.file.sha256).await.or_fault()?;
        sources.push(bytes);
        looks.push(look);
    }
    let leaves: Vec<Leaf> = chosen.iter().filter_map(|c| leaf(&looks, *c)).collect();
    let title = part_name(intake, part);
    let name = format!("{part}.pdf");
    let binding = Binding { title, sources, leaves, at: desk.clock().now() };
    let bound = match desk.bind(binding).await {
        Ok(bound) => bound,
        Err(error) => return Ok(Err(error)),
    };
    let taken = match desk.take_file(bound.pdf, &name, &[Kind::Pdf], MAX_BOUND_BYTES).await {
        Ok(taken) => taken,
        Err(congvu_desk::NotTaken::Desk(error)) => return Err(WebError::fault(error)),
        Err(other) => return Err(WebError::fault(other)),
    };
    let place = intake.body.files.iter().position(|k| k.file.part == part).unwrap_or(0);
    intake.body.files.retain(|k| k.file.part != part);
    let at = place.min(intake.body.files.len());
    intake.body.files.insert(at, Kept { bound: true, ..kept(part, taken) });
    Ok(Ok(()))
}

fn leaf(looks: &[Look], chosen: Chosen) -> Option<Leaf> {
    let look = looks.get(chosen.file)?;
    let page = look.pages.get(chosen.page.checked_sub(1)?)?;
    let sheet = match look.kind {
        Kind::Pdf => Sheet::Page { width: page.width, height: page.height },
        _ => Sheet::Picture { width: page.width as u32, height: page.height as u32 },
    };
    Some(Leaf { source: chosen.file, page: chosen.page, turn: chosen.turn, sheet })
}

/// Every page of a part in the order in which the files came.
pub(crate) fn every_page(files: &[&Kept]) -> Vec<Chosen> {
    let pages = files.iter().enumerate();
    pages.flat_map(|(file, k)| (1..=k.pages).map(move |page| Chosen { file, page, turn: 0 })).collect()
}

fn part_name(intake: &Intake<'_>, part: &str) -> String {
    let declared = intake.asking.version.dossier.iter().find(|p| p.id == part);
    declared.map(|p| p.name.vi.clone()).unwrap_or_default()
}

/// Before filing: each part becomes one PDF, where it is not one already; what acts by itself is always bound anew.
pub(crate) async fn bind_all(desk: &Desk, cx: &PageCx, intake: &mut Intake<'_>) -> Result<(), WebError> {
    let whole = !intake.values.get("_bind").is_empty();
    let parts: Vec<String> = intake.asking.version.dossier.iter().map(|p| p.id.clone()).collect();
    for part in parts {
        let files = of_part(&intake.body.files, &part);
        let clean = |k: &&Kept| k.file.media_type == Kind::Pdf.media_type() && !k.active;
        let one_pdf = matches!(files.as_slice(), [only] if clean(only));
        let needed = files.iter().any(|k| k.active) || (whole && !one_pdf);
        if files.is_empty() || !needed || !bindable(&files) {
            continue;
        }
        let pages = every_page(&files);
        if bind(desk, intake, &part, &pages).await?.is_err() {
            let field = format!("{FILE_FIELD}{part}");
            intake.error(&field, cx.words().t("counter-not-bound"));
        }
    }
    Ok(())
}
