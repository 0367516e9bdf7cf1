-- What an agency saw last of each log that it watches, its own colleagues' or another authority's.
CREATE TABLE witnessed (
    agency {key} NOT NULL,
    origin {key} NOT NULL,
    size BIGINT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (agency, origin)
);
