-- What another portal filed, and every message exchanged with it. None of it is an act: what a dossier is follows from the
-- record; here stands how it is called over there, who said what in which order, and what has reached whom.

-- owner: the system that owns the business status, '' for us. status, sequence: what the other side last said, by its own order.
CREATE TABLE portal_dossier (
    agency {key} NOT NULL,
    partner {key} NOT NULL,
    code {key} NOT NULL,
    matter {key} NOT NULL,
    digest {blob} NOT NULL,
    owner {key} NOT NULL,
    status {key} NOT NULL,
    sequence BIGINT NOT NULL,
    opened_ms BIGINT NOT NULL,
    delivered_ms BIGINT,
    synchronised_ms BIGINT,
    body TEXT NOT NULL,
    PRIMARY KEY (agency, partner, code)
);
CREATE UNIQUE INDEX portal_dossier_matter ON portal_dossier (agency, matter);

-- direction: 'in' or 'out'; seq: the order in which messages of a direction came to stand here, without gaps.
CREATE TABLE portal_message (
    agency {key} NOT NULL,
    partner {key} NOT NULL,
    direction {key} NOT NULL,
    id {key} NOT NULL,
    seq BIGINT NOT NULL,
    kind {key} NOT NULL,
    code {key} NOT NULL,
    matter {key} NOT NULL,
    state {key} NOT NULL,
    sequence BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    changed_ms BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    digest {blob} NOT NULL,
    error TEXT NOT NULL,
    body TEXT NOT NULL,
    answer TEXT NOT NULL,
    PRIMARY KEY (agency, partner, direction, id)
);
CREATE UNIQUE INDEX portal_message_seq ON portal_message (agency, partner, direction, seq);
CREATE INDEX portal_message_code ON portal_message (agency, partner, code, seq);
CREATE INDEX portal_message_changed ON portal_message (agency, changed_ms);
CREATE INDEX portal_message_state ON portal_message (agency, state, changed_ms);

-- Nonces of signatures that are still inside their window of time.
CREATE TABLE portal_nonce (
    agency {key} NOT NULL,
    partner {key} NOT NULL,
    nonce {key} NOT NULL,
    expires_ms BIGINT NOT NULL,
    PRIMARY KEY (agency, partner, nonce)
);
CREATE INDEX portal_nonce_expires ON portal_nonce (expires_ms);
