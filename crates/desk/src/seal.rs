//! What is said under a seal: sealed before it reaches anything that is stored, opened by an act alone.

use crate::book::Opened;
use crate::case::Case;
use crate::desk::Desk;
use crate::error::{DeskError, PerformError, unreadable};
use crate::perform::Definition;
use crate::request::{Done, On, Request};
use congvu_authority::{Actor, MatterFacts};
use congvu_matter::declare::{ActDef, Effect};
use congvu_matter::{Command, Matter, Refused, SealedRef, Secret, check_secret};
use congvu_pack::Agency;
use congvu_seal::{DataKey, Master, Place, Sealed, Wrapped};
use congvu_store::SealedRow;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Largest sealed file, bytes.
pub const MAX_SEALED_FILE_BYTES: usize = 32 * 1024 * 1024;
/// Room for padding and the mark of the cipher.
const MAX_CIPHERTEXT_BYTES: usize = MAX_SEALED_FILE_BYTES + MAX_SEALED_FILE_BYTES / 8;
/// Most other matters that are compared when one is opened.
const MAX_COMPARED: usize = 20_000;
/// Rows read at once.
const PAGE: u32 = 1_000;
/// Accounts of those who have nothing but a code begin so.
const CODE_ACCOUNT: &str = "sealed:";
/// Letters of codes, as elsewhere: no I, L, O, U.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Letters of a follow-up code: 20 of 5 bits are 100 bits.
const CODE_LETTERS: usize = 20;

/// What is encrypted.
#[derive(Serialize, Deserialize)]
struct Content {
    said: Map<String, Value>,
    files: Vec<ContentFile>,
}

#[derive(Clone, Serialize, Deserialize)]
struct ContentFile {
    name: String,
    media_type: String,
    size_bytes: u64,
    /// SHA-256 of the file's ciphertext.
    sha256: String,
}

/// Something that was sealed, opened by a look.
pub struct Unsealed {
    /// The act that sealed it.
    pub act: String,
    /// When.
    pub at: DateTime,
    /// What was said, by input.
    pub said: Map<String, Value>,
    /// The files that came with it.
    pub files: Vec<UnsealedFile>,
    /// Other matters in which the same was said, by matter: the inputs that agree.
    pub same: BTreeMap<String, BTreeSet<String>>,
}

/// What was written for the public.
#[derive(Debug, Clone)]
pub struct MadePublic {
    /// By input.
    pub said: Map<String, Value>,
    /// When.
    pub at: DateTime,
}

/// A file under a seal.
#[derive(Clone)]
pub struct UnsealedFile {
    /// Name as handed in.
    pub name: String,
    /// Media type.
    pub media_type: String,
    /// Size in bytes.
    pub size_bytes: u64,
    /// Content; empty unless it was asked for.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Unsealed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Unsealed(…)")
    }
}

impl std::fmt::Debug for UnsealedFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("UnsealedFile(…)")
    }
}

fn no_seal() -> DeskError {
    DeskError::Seal("there is no key to seal with".to_owned())
}

fn faulty(fault: congvu_seal::Fault) -> DeskError {
    DeskError::Seal(fault.to_string())
}

impl Desk {
    /// Gives the desk the key under which things are sealed. Only the first is kept.
    pub fn set_seal(&self, master: Master) {
        let _ = self.inner.seal.set(master);
    }

    fn master(&self) -> Result<&Master, DeskError> {
        self.inner.seal.get().ok_or_else(no_seal)
    }

    /// Whether this desk can seal and open.
    #[must_use]
    pub fn can_seal(&self) -> bool {
        self.inner.seal.get().is_some()
    }

    /// A keyed hash for counters and the like, which must not tell whom they are about.
    ///
    /// # Errors
    /// There is no key.
    pub fn sealed_key(&self, purpose: &str, what: &str) -> Result<String, DeskError> {
        Ok(hex::encode(self.master()?.tag(purpose, &[what.as_bytes()])))
    }

    /// The follow-up code for a filing that carries this key: the same for its repetition, unknown to whoever has only the key.
    ///
    /// # Errors
    /// There is no key.
    pub fn follow_code(&self, agency: &Agency, key: &str) -> Result<String, DeskError> {
        let tag = self.master()?.tag("code", &[agency.id().as_bytes(), key.as_bytes()]);
        let letters = tag.iter().filter_map(|b| LETTERS.get(usize::from(b % 32)).map(|c| char::from(*c)));
        let mut code = String::new();
        for (place, letter) in letters.take(CODE_LETTERS).enumerate() {
            if place > 0 && place % 4 == 0 {
                code.push('-');
            }
            code.push(letter);
        }
        Ok(code)
    }

    /// The account that stands in the record for whoever has a code. Keyed: it tells nothing of the code, and no code can be tried
    /// without the key.
    ///
    /// # Errors
    /// There is no key.
    pub fn account_of_code(&self, agency: &Agency, code: &str) -> Result<String, DeskError> {
        let letters = |c: char| match c.to_ascii_uppercase() {
            'O' => Some('0'),
            'I' | 'L' => Some('1'),
            c if c.is_ascii_alphanumeric() => Some(c),
            _ => None,
        };
        let plain: String = code.chars().take(60).filter_map(letters).collect();
        let tag = self.master()?.tag("account", &[agency.id().as_bytes(), plain.as_bytes()]);
        Ok(format!("{CODE_ACCOUNT}{}", hex::encode(tag)))
    }

    /// The matter that a code was given for. A code that was never given takes the same way and the same reads.
    ///
    /// # Errors
    /// The store cannot be read, or there is no key.
    pub async fn case_of_code(&self, agency: &Agency, code: &str) -> Result<Option<Case>, DeskError> {
        let account = self.account_of_code(agency, code)?;
        let rows = self.inner.store.matters_by_applicant(agency.id(), &account, 1, None).await?;
        let id = rows.first().map_or("none", |row| row.id.as_str());
        let case = self.any_case(agency, id).await?;
        Ok(case.filter(|c| c.matter.party.as_ref().is_some_and(|p| p.account == account)))
    }

    /// A case for somebody who acts: a secret one only for those who have something to do with it.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn case_for(
        &self,
        agency: &Agency,
        actor: &Actor,
        id: &str,
    ) -> Result<Option<Case>, DeskError> {
        let Some(case) = self.any_case(agency, id).await? else { return Ok(None) };
        let concerned = !case.matter.secret || self.concerned(agency, actor, &case.matter).await?;
        Ok(concerned.then_some(case))
    }

    /// Whether somebody has something to do with a matter: sealed for, in charge, or able to do an act on it now.
    async fn concerned(&self, agency: &Agency, actor: &Actor, matter: &Matter) -> Result<bool, DeskError> {
        let Actor::Position { position, .. } = actor else { return Ok(false) };
        let position = position.as_str();
        let sealed = matter.sealed.iter().flat_map(|s| &s.positions).any(|p| p == position);
        if sealed || matter.assigned.as_deref() == Some(position) {
            return Ok(true);
        }
        // Being one of those who look at other seals is no business with this one.
        let acts = |o: &crate::Offer| o.may.is_ok() && !o.act.effects.contains(&Effect::Look);
        Ok(self.offers(agency, actor, matter).await?.iter().any(acts))
    }

    /// A secret or other case that brought about the paper with this code, which is printed on the paper alone.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn case_of_paper(
        &self,
        agency: &Agency,
        matter: &str,
        code: &str,
    ) -> Result<Option<Case>, DeskError> {
        let case = self.any_case(agency, matter).await?;
        Ok(case.filter(|c| c.matter.papers.iter().any(|p| p.code == code)))
    }

    /// What the act that makes a matter public said, and when; nothing of a matter in which it was not done.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn made_public(
        &self,
        agency: &Agency,
        matter: &str,
        act: &str,
    ) -> Result<Option<MadePublic>, DeskError> {
        let lines = self.history(agency, matter).await?;
        let line = lines.into_iter().rev().find(|l| l.act.kind == act);
        Ok(line.and_then(|l| match l.act.input {
            Value::Object(said) => Some(MadePublic { said, at: l.at }),
            _ => None,
        }))
    }

    /// Looks at what is sealed in a matter: first the act, in the record for good, then the content, this once.
    ///
    /// # Errors
    /// See [`PerformError`].
    pub async fn look(&self, request: Request) -> Result<(Done, Vec<Unsealed>), PerformError> {
        let (done, opened) = self.look_at(request).await?;
        Ok((done, opened.into_iter().map(|(unsealed, ..)| unsealed).collect()))
    }

    /// Looks at one sealed file: the `index`-th, counted from 0 over all that is sealed in the matter.
    ///
    /// # Errors
    /// See [`PerformError`].
    pub async fn look_at_file(
        &self,
        request: Request,
        index: usize,
    ) -> Result<(Done, UnsealedFile), PerformError> {
        let agency = request.agency.clone();
        let (done, opened) = self.look_at(request).await?;
        let files = opened.iter().flat_map(|(_, key, files)| {
            files.iter().enumerate().map(move |(place, file)| (key, place, file))
        });
        let unknown = || PerformError::Unknown { what: "sealed file", id: index.to_string() };
        let (key, place, file) = files.into_iter().nth(index).ok_or_else(unknown)?;
        let stored = self.inner.store.files().get(&file.sha256).await;
        let stored = stored.map_err(|e| DeskError::Files(e.to_string()))?;
        let number = u32::try_from(place).unwrap_or(u32::MAX);
        let at = Place { agency: &agency, matter: &done.matter };
        let bytes = key.open_file(&at, number, &stored).map_err(faulty)?;
        let UnsealedFile { name, media_type, size_bytes, .. } = shown(file);
        Ok((done, UnsealedFile { name, media_type, size_bytes, bytes: bytes.to_vec() }))
    }

    async fn look_at(
        &self,
        mut request: Request,
    ) -> Result<(Done, Vec<(Unsealed, DataKey, Vec<ContentFile>)>), PerformError> {
        let master = self.master()?;
        let unknown = |what, id: &str| PerformError::Unknown { what, id: id.to_owned() };
        let agency = self.agency(&request.agency).ok_or_else(|| unknown("agency", &request.agency))?;
        let On::Matter(id) = &request.on else { return Err(unknown("matter", "")) };
        let life = self.life_of(agency, id).await?.ok_or_else(|| unknown("matter", id))?;
        let act = life.act(&request.command.act).filter(|a| a.effects.contains(&Effect::Look));
        if act.is_none() {
            return Err(unknown("look", &request.command.act));
        }
        let Actor::Position { position, .. } = request.actor.clone() else {
            return Err(PerformError::NotNow(Refused::NotSealedFor));
        };
        // A repetition would show without a new act in the record.
        request.idempotency_key = None;
        let done = self.perform(request).await?;
        let case = self.any_case(agency, &done.matter).await?;
        let matter = case.map(|c| c.matter).ok_or_else(|| unknown("matter", &done.matter))?;
        let rows = self.inner.store.sealed_of(agency.id(), &matter.id).await?;
        let mut opened = Vec::new();
        for sealed in &matter.sealed {
            if sealed.erased || !sealed.positions.iter().any(|p| p == position.as_str()) {
                continue;
            }
            let row = rows.iter().find(|r| r.commitment == sealed.commitment);
            let row = row.ok_or_else(|| faulty(congvu_seal::Fault::Erased))?;
            let place = Place { agency: agency.id(), matter: &matter.id };
            let (bytes, key) =
                congvu_seal::open(master, &place, position.as_str(), &read(row)?).map_err(faulty)?;
            let content: Content = serde_json::from_slice(&bytes).map_err(unreadable("sealed content"))?;
            let files = content.files.clone();
            let same = self.same(agency, &life.act(&sealed.act).cloned(), &matter.id, &content.said).await?;
            let unsealed = Unsealed {
                act: sealed.act.clone(),
                at: sealed.at,
                said: content.said,
                files: content.files.iter().map(shown).collect(),
                same,
            };
            opened.push((unsealed, key, files));
        }
        Ok((done, opened))
    }

    /// Other matters in which the same was said. The tags of each matter are of its own, so that without the key nobody can tell
    /// that two matters have anything in common.
    async fn same(
        &self,
        agency: &Agency,
        act: &Option<ActDef>,
        matter: &str,
        said: &Map<String, Value>,
    ) -> Result<BTreeMap<String, BTreeSet<String>>, DeskError> {
        let master = self.master()?;
        let Some(act) = act else { return Ok(BTreeMap::new()) };
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let (mut after, mut compared) = (String::new(), 0_usize);
        loop {
            let rows = self.inner.store.sealed_tags(agency.id(), PAGE, &after).await?;
            let Some((last, _)) = rows.last() else { break };
            after.clone_from(last);
            compared = compared.saturating_add(rows.len());
            for (other, tags) in rows.iter().filter(|(other, tags)| other != matter && !tags.is_empty()) {
                let tags: BTreeMap<String, String> =
                    serde_json::from_str(tags).map_err(unreadable("tags of a seal"))?;
                let ours = tags_of(master, agency.id(), other, act, said);
                let agree = ours
                    .into_iter()
                    .filter(|(input, tag)| !words_of(said, input).is_empty() && tags.get(input) == Some(tag));
                let agree: BTreeSet<String> = agree.map(|(input, _)| input).collect();
                if !agree.is_empty() {
                    found.entry(other.clone()).or_default().extend(agree);
                }
            }
            if compared >= MAX_COMPARED {
                break;
            }
        }
        Ok(found)
    }

    /// Seals what is said with a command, where something is. Files are kept before anything refers to them; what nobody comes to refer to
    /// is unreadable, for its key is gone.
    #[expect(clippy::too_many_arguments, reason = "the parts of one decision, gathered by its only caller")]
    pub(crate) async fn seal(
        &self,
        agency: &Agency,
        definition: &Definition,
        command: &Command,
        matter_id: &str,
        facts: &MatterFacts,
        opened: &Opened,
        now: DateTime,
    ) -> Result<(Command, Vec<SealedRow>), PerformError> {
        let mut command = command.clone();
        command.sealed = None;
        let act = definition.lifecycle.act(&command.act).filter(|a| a.is_sealing());
        let (Some(act), Some(secret)) = (act, command.secret.as_ref()) else {
            return Ok((command, Vec::new()));
        };
        let master = self.master()?;
        let said = check_secret(act, secret, &command.input)
            .map_err(|faults| PerformError::NotNow(Refused::Input { act: act.id.clone(), faults }))?;
        let positions = recipients(act, &command.input, facts, opened, now);
        if positions.is_empty() {
            return Err(PerformError::NotNow(Refused::NotSealedFor));
        }
        let place = Place { agency: agency.id(), matter: matter_id };
        let seed = seed()?;
        let content = Content { said, files: self.seal_files(&place, secret, &seed).await? };
        let bytes = serde_json::to_vec(&content).map_err(unreadable("what is to be sealed"))?;
        let names: Vec<&str> = positions.iter().map(String::as_str).collect();
        let (sealed, _) = congvu_seal::seal(master, &place, &bytes, &names, &seed).map_err(faulty)?;
        let commitment = hex::encode(sealed.commitment);
        let tags = tags_of(master, agency.id(), matter_id, act, &content.said);
        let row = SealedRow {
            matter: matter_id.to_owned(),
            commitment: commitment.clone(),
            keys: serde_json::to_string(&sealed.keys).map_err(unreadable("wrapped keys"))?,
            tags: serde_json::to_string(&tags).map_err(unreadable("tags"))?,
            ciphertext: sealed.ciphertext.clone(),
        };
        command.sealed = Some(SealedRef {
            act: act.id.clone(),
            commitment,
            digest: hex::encode(sealed.digest()),
            positions,
            at: now,
            erased: false,
        });
        Ok((command, vec![row]))
    }

    /// Encrypts the files of a secret and keeps them by the digests of what came out.
    async fn seal_files(
        &self,
        place: &Place<'_>,
        secret: &Secret,
        seed: &[u8; 32],
    ) -> Result<Vec<ContentFile>, DeskError> {
        let key = DataKey::of(seed);
        let mut kept = Vec::with_capacity(secret.files.len());
        for (number, file) in (0_u32..).zip(&secret.files) {
            if file.bytes.len() > MAX_SEALED_FILE_BYTES {
                return Err(faulty(congvu_seal::Fault::TooLarge { size_bytes: file.bytes.len() }));
            }
            let closed = key.seal_file(place, number, &file.bytes).map_err(faulty)?;
            let put = self.inner.store.files().put_opaque(closed, MAX_CIPHERTEXT_BYTES).await;
            kept.push(ContentFile {
                name: file.name.clone(),
                media_type: file.media_type.clone(),
                size_bytes: file.bytes.len() as u64,
                sha256: put.map_err(|e| DeskError::Files(e.to_string()))?,
            });
        }
        Ok(kept)
    }

    /// A keyed hash of what is said under a seal: two requests are the same only if this is the same, too.
    pub(crate) fn secret_digest(&self, secret: Option<&Secret>) -> String {
        let (Some(secret), Some(master)) = (secret, self.inner.seal.get()) else { return String::new() };
        let said = Value::Object(secret.said.clone()).to_string();
        let mut parts: Vec<&[u8]> = vec![said.as_bytes()];
        for file in &secret.files {
            parts.extend([file.name.as_bytes(), file.bytes.as_slice()]);
        }
        hex::encode(master.tag("request", &parts))
    }

    /// The rows of a matter's seals without their keys and content, where an act destroys them.
    pub(crate) async fn erased(&self, agency: &Agency, matter: &Matter) -> Result<Vec<SealedRow>, DeskError> {
        let rows = self.inner.store.sealed_of(agency.id(), &matter.id).await?;
        let empty = |row: SealedRow| SealedRow {
            matter: row.matter,
            commitment: row.commitment,
            ..SealedRow::default()
        };
        Ok(rows.into_iter().map(empty).collect())
    }
}

fn seed() -> Result<[u8; 32], DeskError> {
    let mut seed = [0_u8; 32];
    getrandom::fill(&mut seed).map_err(|e| DeskError::Random(e.to_string()))?;
    Ok(seed)
}

fn read(row: &SealedRow) -> Result<Sealed, DeskError> {
    let keys: Vec<Wrapped> = if row.keys.is_empty() {
        Vec::new()
    } else {
        serde_json::from_str(&row.keys).map_err(unreadable("wrapped keys"))?
    };
    let mut commitment = [0_u8; 32];
    hex::decode_to_slice(&row.commitment, &mut commitment).map_err(|e| DeskError::Seal(e.to_string()))?;
    Ok(Sealed { ciphertext: row.ciphertext.clone(), commitment, keys })
}

fn shown(file: &ContentFile) -> UnsealedFile {
    UnsealedFile {
        name: file.name.clone(),
        media_type: file.media_type.clone(),
        size_bytes: file.size_bytes,
        bytes: Vec::new(),
    }
}

/// The positions that may open what an act seals: those that somebody holds now.
fn recipients(
    act: &ActDef,
    said: &Map<String, Value>,
    facts: &MatterFacts,
    opened: &Opened,
    now: DateTime,
) -> Vec<String> {
    let selectors = act.sealed_for(said).iter().filter_map(|s| s.parse().ok());
    let held = selectors.flat_map(|s| opened.authority.holders(&s, facts, now));
    let positions: BTreeSet<String> = held.map(|(position, _)| position.to_string()).collect();
    positions.into_iter().collect()
}

/// Tags of the inputs by which the same person or matter is recognised: keyed, and different for each matter. What was not said has one,
/// too, which no other equals: that somebody gave no name is nobody else's business either.
fn tags_of(
    master: &Master,
    agency: &str,
    matter: &str,
    act: &ActDef,
    said: &Map<String, Value>,
) -> BTreeMap<String, String> {
    let tag = |input: &str| {
        let words = words_of(said, input);
        let (purpose, words) = if words.is_empty() { ("nothing", "") } else { ("same", words.as_str()) };
        let parts: [&[u8]; 4] = [agency.as_bytes(), matter.as_bytes(), input.as_bytes(), words.as_bytes()];
        (input.to_owned(), hex::encode(master.tag(purpose, &parts)))
    };
    act.inputs.iter().filter(|i| i.sealed && i.same).map(|i| tag(&i.id)).collect()
}

/// What was said, as it is compared: without diacritics, case and signs.
fn words_of(said: &Map<String, Value>, input: &str) -> String {
    said.get(input).and_then(Value::as_str).map(|t| congvu_register::words(t).join(" ")).unwrap_or_default()
}

/// Whether somebody acts in a position only for the time being: what is sealed for a position is not for its substitute.
pub(crate) fn is_substitute(actor: &Actor, opened: &Opened, now: DateTime) -> bool {
    let Actor::Position { person, position } = actor else { return true };
    !opened.book.roster.appointments.iter().any(|a| {
        a.person == *person
            && a.position == *position
            && !a.acting
            && congvu_authority::in_force(a.from, a.to, now)
    })
}
