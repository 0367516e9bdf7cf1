-- The record, what is derived from it, and what people need around it.
-- {key} is a text compared byte by byte, {blob} a byte string: the only two types the engines name differently.
-- Times are milliseconds UTC, JSON is text, every key begins with the agency.

-- Head of each agency's hash chain; its row is the lock that orders the agency's commits.
CREATE TABLE chain (
    agency {key} NOT NULL PRIMARY KEY,
    seq BIGINT NOT NULL,
    hash {blob} NOT NULL
);

CREATE TABLE act (
    agency {key} NOT NULL,
    seq BIGINT NOT NULL,
    id {key} NOT NULL,
    matter {key} NOT NULL,
    kind {key} NOT NULL,
    at_ms BIGINT NOT NULL,
    actor {key} NOT NULL,
    position {key},
    clause {key} NOT NULL,
    hash {blob} NOT NULL,
    body {blob} NOT NULL,
    PRIMARY KEY (agency, seq)
);
CREATE UNIQUE INDEX act_id ON act (agency, id);
CREATE INDEX act_matter ON act (agency, matter, seq);

CREATE TABLE series (
    agency {key} NOT NULL,
    series {key} NOT NULL,
    value BIGINT NOT NULL,
    PRIMARY KEY (agency, series)
);

-- Answers to requests already carried out.
CREATE TABLE request (
    agency {key} NOT NULL,
    actor {key} NOT NULL,
    request_key {key} NOT NULL,
    digest {blob} NOT NULL,
    answer {blob} NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (agency, actor, request_key)
);
CREATE INDEX request_at ON request (at_ms);

-- due_order is due_ms with "none" last, so that one index gives the inbox in order.
CREATE TABLE matter (
    agency {key} NOT NULL,
    id {key} NOT NULL,
    version BIGINT NOT NULL,
    kind {key} NOT NULL,
    procedure {key} NOT NULL,
    state {key} NOT NULL,
    code {key},
    turn {key} NOT NULL,
    unit {key} NOT NULL,
    applicant {key},
    subject TEXT NOT NULL,
    due_ms BIGINT,
    due_order BIGINT NOT NULL,
    opened_ms BIGINT NOT NULL,
    closed_ms BIGINT,
    body TEXT NOT NULL,
    PRIMARY KEY (agency, id)
);
CREATE UNIQUE INDEX matter_code ON matter (agency, code);
CREATE INDEX matter_turn ON matter (agency, turn, due_order, id);
CREATE INDEX matter_applicant ON matter (agency, applicant, opened_ms, id);
CREATE INDEX matter_state ON matter (agency, kind, procedure, state, id);

CREATE TABLE entry (
    agency {key} NOT NULL,
    register {key} NOT NULL,
    number {key} NOT NULL,
    version BIGINT NOT NULL,
    from_ms BIGINT NOT NULL,
    to_ms BIGINT,
    status {key} NOT NULL,
    holder TEXT NOT NULL,
    matter {key} NOT NULL,
    verify_code {key},
    body TEXT NOT NULL,
    PRIMARY KEY (agency, register, number, version)
);
CREATE INDEX entry_matter ON entry (agency, matter);

CREATE TABLE document (
    agency {key} NOT NULL,
    id {key} NOT NULL,
    matter {key} NOT NULL,
    kind {key} NOT NULL,
    number {key},
    sha256 {key} NOT NULL,
    media_type {key} NOT NULL,
    title TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    verify_code {key},
    PRIMARY KEY (agency, id)
);
CREATE INDEX document_matter ON document (agency, matter, at_ms, id);

-- What a printed code leads to: an entry (register, number) or a document ('', id). One table, so that no entry and
-- no document ever share a code.
CREATE TABLE verification (
    agency {key} NOT NULL,
    code {key} NOT NULL,
    kind {key} NOT NULL,
    register {key} NOT NULL,
    reference {key} NOT NULL,
    PRIMARY KEY (agency, code)
);

CREATE TABLE file_use (
    agency {key} NOT NULL,
    matter {key} NOT NULL,
    part {key} NOT NULL,
    sha256 {key} NOT NULL,
    name TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    media_type {key} NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (agency, matter, part, sha256)
);
CREATE INDEX file_use_sha256 ON file_use (agency, sha256);

CREATE TABLE token (
    agency {key} NOT NULL,
    kind {key} NOT NULL,
    token {key} NOT NULL,
    reference {key} NOT NULL,
    PRIMARY KEY (agency, kind, token, reference)
);
CREATE INDEX token_reference ON token (agency, kind, reference, token);

CREATE TABLE account (
    agency {key} NOT NULL,
    id {key} NOT NULL,
    login {key} NOT NULL,
    password_hash TEXT NOT NULL,
    name TEXT NOT NULL,
    phone TEXT NOT NULL,
    email TEXT NOT NULL,
    kind {key} NOT NULL,
    person {key},
    created_ms BIGINT NOT NULL,
    closed_ms BIGINT,
    PRIMARY KEY (agency, id)
);
CREATE UNIQUE INDEX account_login ON account (agency, login);

CREATE TABLE session (
    agency {key} NOT NULL,
    key_hash {key} NOT NULL,
    account {key},
    data TEXT NOT NULL,
    expires_ms BIGINT NOT NULL,
    PRIMARY KEY (agency, key_hash)
);
CREATE INDEX session_account ON session (agency, account);
CREATE INDEX session_expires ON session (expires_ms);

CREATE TABLE draft (
    agency {key} NOT NULL,
    id {key} NOT NULL,
    owner {key} NOT NULL,
    procedure {key} NOT NULL,
    body TEXT NOT NULL,
    updated_ms BIGINT NOT NULL,
    PRIMARY KEY (agency, id)
);
CREATE INDEX draft_owner ON draft (agency, owner, updated_ms, id);
CREATE INDEX draft_updated ON draft (updated_ms);

CREATE TABLE throttle (
    agency {key} NOT NULL,
    throttle_key {key} NOT NULL,
    window_ms BIGINT NOT NULL,
    started_ms BIGINT NOT NULL,
    count BIGINT NOT NULL,
    expires_ms BIGINT NOT NULL,
    PRIMARY KEY (agency, throttle_key, window_ms, started_ms)
);
CREATE INDEX throttle_expires ON throttle (expires_ms);

CREATE TABLE setting (
    agency {key} NOT NULL,
    setting_key {key} NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (agency, setting_key)
);

-- run_at_ms of a running job is the end of its lease, so that one condition finds what is due.
CREATE TABLE job (
    agency {key} NOT NULL,
    id {key} NOT NULL,
    kind {key} NOT NULL,
    state {key} NOT NULL,
    run_at_ms BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    max_attempts BIGINT NOT NULL,
    error TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (agency, id)
);
CREATE INDEX job_due ON job (state, run_at_ms);
CREATE INDEX job_list ON job (agency, state, run_at_ms, id);
