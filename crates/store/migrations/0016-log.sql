-- The public log of each agency: a tree over commitments to its acts, and what was signed of it.

-- Random bytes that hide an act behind its commitment; none for acts recorded before there was a log.
ALTER TABLE act ADD COLUMN salt {blob};

-- Which log it is: its name and the key that checks its signatures, as given out at its beginning.
CREATE TABLE log (
    agency {key} NOT NULL PRIMARY KEY,
    origin TEXT NOT NULL,
    verifier TEXT NOT NULL
);

-- Tiles of hashes, 32 bytes each; those at the right edge grow.
CREATE TABLE log_tile (
    agency {key} NOT NULL,
    level BIGINT NOT NULL,
    number BIGINT NOT NULL,
    hashes {blob} NOT NULL,
    PRIMARY KEY (agency, level, number)
);

CREATE TABLE checkpoint (
    agency {key} NOT NULL,
    size BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    note TEXT NOT NULL,
    stamp {blob},
    PRIMARY KEY (agency, size)
);
