//! The statements of a batch, and how each row fills them.

use sqlx::Arguments;
use sqlx::any::AnyArguments;
use sqlx::error::BoxDynError;

use crate::bulk::{Bind, Shape};
use crate::committer::state::Target;
use crate::rows::{
    ActRow, ChargeRow, DocumentRow, EntryRow, FileUseRow, JobRow, ListingRow, MatterRow, MoneyRow, SealedRow,
    TallyRow,
};
use crate::work::Idempotency;

/// Reads the head and takes the row lock that orders an agency's commits over all nodes; makes the row if need be.
pub(super) const LOCK: Shape = Shape {
    head: "INSERT INTO chain (agency, seq, hash) VALUES ",
    columns: 3,
    tail: " ON CONFLICT (agency) DO UPDATE SET seq = chain.seq RETURNING agency, seq, hash",
};
pub(super) const HEADS: Shape = Shape {
    head: "INSERT INTO chain  (agency, seq, hash) VALUES ",
    columns: 3,
    tail: " ON CONFLICT (agency) DO UPDATE SET seq = excluded.seq, hash = excluded.hash",
};
pub(super) const FIND_REQUESTS: Shape = Shape {
    head: "WITH wanted (agency, actor, request_key) AS (VALUES ",
    columns: 3,
    tail: ") SELECT r.agency, r.actor, r.request_key, r.digest, r.answer FROM wanted w JOIN request r \
           ON r.agency = w.agency AND r.actor = w.actor AND r.request_key = w.request_key",
};
pub(super) const FIND_VERSIONS: Shape = Shape {
    head: "WITH wanted (agency, id) AS (VALUES ",
    columns: 2,
    tail: ") SELECT m.agency, m.id, m.version FROM wanted w JOIN matter m ON m.agency = w.agency AND m.id = w.id",
};
pub(super) const FIND_SERIES: Shape = Shape {
    head: "WITH wanted (agency, series) AS (VALUES ",
    columns: 2,
    tail: ") SELECT s.agency, s.series, s.value FROM wanted w JOIN series s \
           ON s.agency = w.agency AND s.series = w.series",
};
pub(super) const ACTS: Shape = Shape {
    head: "INSERT INTO act (agency, seq, id, matter, kind, at_ms, actor, position, clause, hash, salt, body) VALUES ",
    columns: 12,
    tail: "",
};
pub(super) const MATTERS: Shape = Shape {
    head: "INSERT INTO matter (agency, id, version, kind, procedure, state, code, turn, unit, applicant, subject, \
           due_ms, due_order, opened_ms, closed_ms, channel, assigned, stops, ended_ms, body) VALUES ",
    columns: 20,
    tail: " ON CONFLICT (agency, id) DO UPDATE SET version = excluded.version, kind = excluded.kind, \
           procedure = excluded.procedure, state = excluded.state, code = excluded.code, turn = excluded.turn, \
           unit = excluded.unit, applicant = excluded.applicant, subject = excluded.subject, \
           due_ms = excluded.due_ms, due_order = excluded.due_order, opened_ms = excluded.opened_ms, \
           closed_ms = excluded.closed_ms, channel = excluded.channel, assigned = excluded.assigned, \
           stops = excluded.stops, ended_ms = excluded.ended_ms, body = excluded.body",
};
pub(super) const CHARGES: Shape = Shape {
    head: "INSERT INTO charge (agency, matter, procedure, code, reference, amount, held, owed, state, raised_ms) VALUES ",
    columns: 10,
    tail: " ON CONFLICT (agency, matter) DO UPDATE SET amount = excluded.amount, held = excluded.held, \
           owed = excluded.owed, state = excluded.state",
};
pub(super) const MONEY: Shape = Shape {
    head: "INSERT INTO money (agency, id, matter, procedure, code, act, method, position, amount, number, reference, \
           at_ms) VALUES ",
    columns: 12,
    tail: "",
};
/// Changes nothing but the end of a version that is stored already; when anything else differs, it changes no row,
/// which the caller sees in the count.
pub(super) const ENTRIES: Shape = Shape {
    head: "INSERT INTO entry (agency, register, number, version, from_ms, to_ms, status, holder, matter, \
           verify_code, body) VALUES ",
    columns: 11,
    tail: " ON CONFLICT (agency, register, number, version) DO UPDATE SET to_ms = excluded.to_ms \
           WHERE entry.from_ms = excluded.from_ms AND entry.status = excluded.status \
           AND entry.holder = excluded.holder AND entry.matter = excluded.matter \
           AND COALESCE(entry.verify_code, '') = COALESCE(excluded.verify_code, '') AND entry.body = excluded.body",
};
/// As above: a code that leads elsewhere already changes no row.
pub(super) const VERIFICATIONS: Shape = Shape {
    head: "INSERT INTO verification (agency, code, kind, register, reference) VALUES ",
    columns: 5,
    tail: " ON CONFLICT (agency, code) DO UPDATE SET kind = excluded.kind WHERE verification.kind = excluded.kind \
           AND verification.register = excluded.register AND verification.reference = excluded.reference",
};
pub(super) const LISTINGS: Shape = Shape {
    head: "INSERT INTO listing (agency, kind, ord_ms, reference, code, class, life, state, phase, outcome, unit, \
           officer, channel, subject, party, due_ms, due_order, closed_ms, clock, words) VALUES ",
    columns: 20,
    tail: " ON CONFLICT (agency, kind, ord_ms, reference) DO UPDATE SET code = excluded.code, class = excluded.class, \
           life = excluded.life, state = excluded.state, phase = excluded.phase, outcome = excluded.outcome, \
           unit = excluded.unit, officer = excluded.officer, channel = excluded.channel, subject = excluded.subject, \
           party = excluded.party, due_ms = excluded.due_ms, due_order = excluded.due_order, \
           closed_ms = excluded.closed_ms, clock = excluded.clock, words = excluded.words",
};
/// By whole keys taken from the table: SQLite uses no index for `(…) IN (VALUES …)`, whose parameters have no type. The
/// moment comes as text, which is the only type that PostgreSQL gives to parameters of a bare list.
pub(super) const FORGET_POSTINGS: Shape = Shape {
    head: "WITH wanted (agency, kind, token, ord_ms, reference) AS (VALUES ",
    columns: 5,
    tail: ") DELETE FROM posting WHERE (agency, kind, token, ord_ms, reference) IN \
           (SELECT p.agency, p.kind, p.token, p.ord_ms, p.reference FROM wanted w JOIN posting p \
           ON p.agency = w.agency AND p.kind = w.kind AND p.token = w.token \
           AND p.ord_ms = CAST(w.ord_ms AS BIGINT) AND p.reference = w.reference)",
};
pub(super) const POSTINGS: Shape = Shape {
    head: "INSERT INTO posting (agency, kind, token, ord_ms, reference) VALUES ",
    columns: 5,
    tail: " ON CONFLICT (agency, kind, token, ord_ms, reference) DO NOTHING",
};
pub(super) const DOCUMENTS: Shape = Shape {
    head: "INSERT INTO document (agency, id, matter, kind, number, sha256, media_type, title, at_ms, verify_code) \
           VALUES ",
    columns: 10,
    tail: "",
};
pub(super) const FILE_USES: Shape = Shape {
    head: "INSERT INTO file_use (agency, matter, part, sha256, name, size_bytes, media_type, at_ms) VALUES ",
    columns: 8,
    tail: " ON CONFLICT (agency, matter, part, sha256) DO UPDATE SET name = excluded.name, \
           size_bytes = excluded.size_bytes, media_type = excluded.media_type, at_ms = excluded.at_ms",
};
pub(super) const SEALED: Shape = Shape {
    head: "INSERT INTO sealed (agency, matter, commitment, ciphertext, keys, tags) VALUES ",
    columns: 6,
    tail: " ON CONFLICT (agency, matter, commitment) DO UPDATE SET ciphertext = excluded.ciphertext, \
           keys = excluded.keys, tags = excluded.tags",
};
pub(super) const TALLIES: Shape = Shape {
    head: "INSERT INTO tally (agency, matter, item, value, at_ms) VALUES ",
    columns: 5,
    tail: " ON CONFLICT (agency, matter, item) DO UPDATE SET value = excluded.value, at_ms = excluded.at_ms",
};
pub(super) const JOBS: Shape = Shape {
    head: "INSERT INTO job (agency, id, kind, state, run_at_ms, attempts, max_attempts, error, body) VALUES ",
    columns: 9,
    tail: " ON CONFLICT (agency, id) DO NOTHING",
};
pub(super) const REQUESTS: Shape = Shape {
    head: "INSERT INTO request (agency, actor, request_key, digest, answer, at_ms) VALUES ",
    columns: 6,
    tail: "",
};
pub(super) const SERIES: Shape = Shape {
    head: "INSERT INTO series (agency, series, value) VALUES ",
    columns: 3,
    tail: " ON CONFLICT (agency, series) DO UPDATE SET value = CASE WHEN excluded.value > series.value \
           THEN excluded.value ELSE series.value END",
};

/// Adds values in order.
macro_rules! add {
    ($to:expr, $($value:expr),+ $(,)?) => {{ $( $to.add($value)?; )+ Ok(()) }};
}

/// Head of a chain: agency, sequence number, hash.
pub(super) struct HeadRow(pub(super) String, pub(super) i64, pub(super) [u8; 32]);
impl Bind for HeadRow {
    fn bind(self, to: &mut AnyArguments) -> Result<(), BoxDynError> {
        add!(to, self.0, self.1, self.2.as_slice())
    }
}

/// Only texts: (agency, id) and the like.
pub(crate) struct Texts<const N: usize>(pub(crate) [String; N]);
impl<const N: usize> Bind for Texts<N> {
    fn bind(self, to: &mut AnyArguments) -> Result<(), BoxDynError> {
        for value in self.0 {
            to.add(value)?;
        }
        Ok(())
    }
}

/// A row with its agency.
pub(super) struct Of<R>(pub(super) String, pub(super) R);

impl Bind for Of<ActRow> {
    fn bind(self, to: &mut AnyArguments) -> Result<(), BoxDynError> {
        let (agency, a) = (self.0, self.1);
        add!(
            to,
            agency,
            a.seq,
            a.id,
            a.matter,
            a.kind,
            a.at_ms,
            a.actor,
            a.position,
            a.clause,
            a.hash.as_slice(),
            a.salt.as_ref().map(<[u8; 32]>::as_slice),
            a.body,
        )
    }
}

impl Bind for Of<MatterRow> {
    fn bind(self, to: &mut AnyArguments) -> Result<(), BoxDynError> {
        let (agency, m) = (self.0, self.1);
        add!(
            to,
            agency,
            m.id,
            m.version,
            m.kind,
            m.procedure,
            m.state,
            m.code,
            m.turn,
            m.unit,
            m.applicant,
            m.subject,
            m.due_ms,
            m.due_ms.unwrap_or(i64::MAX),
            m.opened_ms,
            m.closed_ms,
            m.channel,
            m.assigned,
            m.stops,
            m.ended_ms,
            m.body,
        )
    }
}

impl Bind for Of<EntryRow> {
    fn bind(self, to: &mut AnyArguments) -> Result<(), BoxDynError> {
        let (agency, e) = (self.0, self.1);
        add!(
            to,
            agency,
            e.register,
            e.number,
            e.version,
            e.from_ms,
            e.to_ms,
            e.status,
            e.holder,
            e.matter,
            e.verify_code,
            e.body,
        )
    }
}

impl Bind for Of<(String, Target)> {
    fn bind(self, to: &mut AnyArguments) -> Result<(), BoxDynError> {
        let (agency, (code, target)) = (self.0, self.1);
        add!(to, agency, code, target.kind, target.register, target.reference)
    }
}

impl Bind for Of<ListingRow> {
    fn bind(self, to: &mut AnyArguments) -> Result<(), BoxDynError> {
        let (agency, l) = (self.0, self.1);
        let words = words_text(&l.words);
        add!(
            to,
            agency,
            l.kind,
            l.ord_ms,
            l.reference,
            l.code,
            l.class,
            l.life,
            l.state,
            l.phase,
            l.outcome,
            l.unit,
            l.officer,
            l.channel,
            l.subject,
            l.party,
            l.due_ms,
            l.due_ms.unwrap_or(i64::MAX),
            l.closed_ms,
            l.clock,
            words,
        )
    }
}

/// The words with a blank before and after each, so that a word and its beginning can be told in one comparison.
fn words_text(words: &[String]) -> String {
    let mut text = String::from(" ");
    for word in words {
        text.push_str(word);
        text.push(' ');
    }
    text
}

/// One place of a word.
pub(super) struct Place {
    pub(super) agency: String,
    pub(super) kind: String,
    pub(super) token: String,
    pub(super) ord_ms: i64,
    pub(super) reference: String,
}

impl Bind for Place {
    fn bind(self, to: &mut AnyArguments) -> Result<(), BoxDynError> {
        add!(to, self.agency, self.kind, self.token, self.ord_ms, self.reference)
    }
}

/// A place that is forgotten.
pub(super) struct Forgotten(pub(super) Place);

impl Bind for Forgotten {
    fn bind(self, to: &mut AnyArguments) -> Result<(), BoxDynError> {
        add!(to, self.0.agency, self.0.kind, self.0.token, self.0.ord_ms.to_string(), self.0.reference)
    }
}

impl Bind for Of<DocumentRow> {
    fn bind(self, to: &mut AnyArguments) -> Result<(), BoxDynError> {
        let (agency, d) = (self.0, self.1);
        add!(
            to,
            agency,
            d.id,
            d.matter,
            d.kind,
            d.number,
            d.sha256,
            d.media_type,
            d.title,
            d.at_ms,
            d.verify_code,
        )
    }
}

impl Bind for Of<FileUseRow> {
    fn bind(self, to: &mut AnyArguments) -> Result<(), BoxDynError> {
        let (agency, f) = (self.0, self.1);
        add!(to, agency, f.matter, f.part, f.sha256, f.name, f.size_bytes, f.media_type, f.at_ms)
    }
}

impl Bind for Of<SealedRow> {
    fn bind(self, to: &mut AnyArguments) -> Result<(), BoxDynError> {
        let (agency, s) = (self.0, self.1);
        add!(to, agency, s.matter, s.commitment, s.ciphertext, s.keys, s.tags)
    }
}

impl Bind for Of<TallyRow> {
    fn bind(self, to: &mut AnyArguments) -> Result<(), BoxDynError> {
        let (agency, t) = (self.0, self.1);
        add!(to, agency, t.matter, t.item, t.value, t.at_ms)
    }
}

impl Bind for Of<ChargeRow> {
    fn bind(self, to: &mut AnyArguments) -> Result<(), BoxDynError> {
        let (agency, c) = (self.0, self.1);
        add!(
            to,
            agency,
            c.matter,
            c.procedure,
            c.code,
            c.reference,
            c.amount,
            c.held,
            c.owed,
            c.state,
            c.raised_ms,
        )
    }
}

impl Bind for Of<MoneyRow> {
    fn bind(self, to: &mut AnyArguments) -> Result<(), BoxDynError> {
        let (agency, m) = (self.0, self.1);
        add!(
            to,
            agency,
            m.id,
            m.matter,
            m.procedure,
            m.code,
            m.act,
            m.method,
            m.position,
            m.amount,
            m.number,
            m.reference,
            m.at_ms,
        )
    }
}

impl Bind for Of<JobRow> {
    fn bind(self, to: &mut AnyArguments) -> Result<(), BoxDynError> {
        let (agency, j) = (self.0, self.1);
        add!(to, agency, j.id, j.kind, "ready", j.run_at_ms, 0_i64, j.max_attempts, "", j.body)
    }
}

impl Bind for Of<(Idempotency, Vec<u8>)> {
    fn bind(self, to: &mut AnyArguments) -> Result<(), BoxDynError> {
        let (agency, (i, answer)) = (self.0, self.1);
        add!(to, agency, i.actor, i.key, i.digest.as_slice(), answer, i.at_ms)
    }
}

impl Bind for Of<(String, i64)> {
    fn bind(self, to: &mut AnyArguments) -> Result<(), BoxDynError> {
        let (agency, (series, value)) = (self.0, self.1);
        add!(to, agency, series, value)
    }
}
