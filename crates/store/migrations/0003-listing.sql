-- What lists show and searches look for: one slim row for each matter and each register entry, and the places of its words.
-- {compact}: the rows lie in the key itself, where the engine can do that; a word's places are then one stretch of the file.
DROP TABLE token;

-- ord_ms is when it was filed or issued and never changes, so that the newest are found without sorting.
-- words has all search words with a blank before and after each. clock is what the legal clock is read from.
CREATE TABLE listing (
    agency {key} NOT NULL,
    kind {key} NOT NULL,
    ord_ms BIGINT NOT NULL,
    reference {key} NOT NULL,
    code {key} NOT NULL,
    class {key} NOT NULL,
    life {key} NOT NULL,
    state {key} NOT NULL,
    phase {key} NOT NULL,
    outcome {key} NOT NULL,
    unit {key} NOT NULL,
    officer {key} NOT NULL,
    channel {key} NOT NULL,
    subject TEXT NOT NULL,
    party TEXT NOT NULL,
    due_ms BIGINT,
    due_order BIGINT NOT NULL,
    closed_ms BIGINT,
    clock TEXT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (agency, kind, ord_ms, reference)
){compact};
CREATE INDEX listing_state ON listing (agency, kind, state, ord_ms, reference);
CREATE INDEX listing_officer ON listing (agency, kind, officer, ord_ms, reference);
CREATE INDEX listing_due ON listing (agency, kind, due_order, reference) WHERE closed_ms IS NULL;

CREATE TABLE posting (
    agency {key} NOT NULL,
    kind {key} NOT NULL,
    token {key} NOT NULL,
    ord_ms BIGINT NOT NULL,
    reference {key} NOT NULL,
    PRIMARY KEY (agency, kind, token, ord_ms, reference)
){compact};

-- Searches that a person keeps. They are no acts: nobody else sees them.
CREATE TABLE saved_list (
    agency {key} NOT NULL,
    person {key} NOT NULL,
    id {key} NOT NULL,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    created_ms BIGINT NOT NULL,
    PRIMARY KEY (agency, person, id)
);
