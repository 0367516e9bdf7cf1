-- How matters came in (online, counter, post, portal), for statistics.
CREATE INDEX matter_channel ON matter (agency, channel, opened_ms, procedure);

-- Files on their way in: what has arrived stays when the connection is cut.
CREATE TABLE upload (
    agency {key} NOT NULL,
    id {key} NOT NULL,
    owner {key} NOT NULL,
    name TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    offset_bytes BIGINT NOT NULL,
    expires_ms BIGINT NOT NULL,
    PRIMARY KEY (agency, id)
);
CREATE INDEX upload_owner ON upload (agency, owner);
CREATE INDEX upload_expires ON upload (expires_ms);
CREATE TABLE upload_chunk (
    agency {key} NOT NULL,
    upload {key} NOT NULL,
    at_bytes BIGINT NOT NULL,
    body {blob} NOT NULL,
    PRIMARY KEY (agency, upload, at_bytes)
);
