-- What is told to whom by which channel, and how it went. `run_at_ms` of a message under way is the end of its lease, as for jobs.
CREATE TABLE message (
    agency {key} NOT NULL,
    id {key} NOT NULL,
    matter {key} NOT NULL,
    act {key} NOT NULL,
    notice {key} NOT NULL,
    channel {key} NOT NULL,
    recipient {key} NOT NULL,
    address TEXT NOT NULL,
    subject_vi TEXT NOT NULL,
    subject_en TEXT NOT NULL,
    body_vi TEXT NOT NULL,
    body_en TEXT NOT NULL,
    link TEXT NOT NULL,
    urgent BIGINT NOT NULL,
    state {key} NOT NULL,
    queued_ms BIGINT NOT NULL,
    run_at_ms BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    unsure BIGINT NOT NULL,
    sent_ms BIGINT,
    delivered_ms BIGINT,
    read_ms BIGINT,
    error TEXT NOT NULL,
    PRIMARY KEY (agency, id)
);
CREATE INDEX message_due ON message (channel, state, run_at_ms);
CREATE INDEX message_matter ON message (agency, matter, queued_ms, id);
CREATE INDEX message_recipient ON message (agency, recipient, channel, queued_ms, id);
CREATE INDEX message_unread ON message (agency, recipient) WHERE channel = 'in-app' AND read_ms IS NULL;

-- By which channels somebody wants to be told, and since when.
CREATE TABLE notice_choice (
    agency {key} NOT NULL,
    account {key} NOT NULL,
    channel {key} NOT NULL,
    agreed_ms BIGINT NOT NULL,
    PRIMARY KEY (agency, account, channel)
);

-- What falls due or is late is found without reading what is closed.
CREATE INDEX matter_open_due ON matter (agency, due_order, id) WHERE closed_ms IS NULL;
CREATE INDEX account_person ON account (agency, person);
