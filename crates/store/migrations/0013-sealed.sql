-- What is sealed in matters: a ciphertext, its key wrapped for positions, and keyed hashes by which equal things are told. The key that
-- opens it is not in the database.
CREATE TABLE sealed (
    agency {key} NOT NULL,
    matter {key} NOT NULL,
    commitment {key} NOT NULL,
    ciphertext {blob} NOT NULL,
    keys TEXT NOT NULL,
    tags TEXT NOT NULL,
    PRIMARY KEY (agency, matter, commitment)
);
