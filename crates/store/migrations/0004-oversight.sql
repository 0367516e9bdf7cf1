-- What reports count by, in columns and indexes of their own: no report reads the bodies of the cases.
ALTER TABLE matter ADD COLUMN channel {key} NOT NULL DEFAULT '';
ALTER TABLE matter ADD COLUMN assigned {key};
ALTER TABLE matter ADD COLUMN stops BIGINT NOT NULL DEFAULT 0;
ALTER TABLE matter ADD COLUMN ended_ms BIGINT;
-- Cases of before: what their bodies say for certain. Text that people typed has its quotation marks escaped there.
UPDATE matter SET ended_ms = closed_ms,
    stops = CASE WHEN body LIKE '%"event":"stop"%' THEN 1 ELSE 0 END,
    channel = CASE WHEN body LIKE '%"channel":"online"%' THEN 'online'
                   WHEN body LIKE '%"channel":"counter"%' THEN 'counter'
                   WHEN body LIKE '%"channel":"post"%' THEN 'post' ELSE '' END
    WHERE procedure <> '';
-- The overview reads open cases only, in the order in which they fall due, out of the index alone: everything that it asks about
-- them is in it.
CREATE INDEX matter_due ON matter (agency, due_order, id, procedure, unit, turn, kind, state, opened_ms, ended_ms, closed_ms)
    WHERE closed_ms IS NULL AND procedure <> '';
CREATE INDEX matter_opened ON matter (agency, opened_ms) WHERE procedure <> '';
CREATE INDEX matter_ended ON matter (agency, ended_ms) WHERE ended_ms IS NOT NULL AND procedure <> '';

-- Answers that are counted, one a matter and item: grades of satisfaction, acts done in time or late.
CREATE TABLE tally (
    agency {key} NOT NULL,
    matter {key} NOT NULL,
    item {key} NOT NULL,
    value {key} NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (agency, matter, item)
);
CREATE INDEX tally_at ON tally (agency, at_ms);
