-- Money: what is charged for each matter and what came and went, both following from acts; and the statements of banks, which are no
-- acts: what a bank says, and which of its lines belongs to which matter.
CREATE TABLE charge (
    agency {key} NOT NULL,
    matter {key} NOT NULL,
    procedure {key} NOT NULL,
    code {key} NOT NULL,
    reference {key} NOT NULL,
    amount BIGINT NOT NULL,
    held BIGINT NOT NULL,
    owed BIGINT NOT NULL,
    state {key} NOT NULL,
    raised_ms BIGINT NOT NULL,
    PRIMARY KEY (agency, matter)
);
-- The case number as it comes back in a statement, letters and digits alone.
CREATE INDEX charge_reference ON charge (agency, reference);
CREATE INDEX charge_state ON charge (agency, state, raised_ms, matter);

-- What went out is negative.
CREATE TABLE money (
    agency {key} NOT NULL,
    id {key} NOT NULL,
    matter {key} NOT NULL,
    procedure {key} NOT NULL,
    code {key} NOT NULL,
    act {key} NOT NULL,
    method {key} NOT NULL,
    position {key} NOT NULL,
    amount BIGINT NOT NULL,
    number {key} NOT NULL,
    reference {key} NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (agency, id)
);
CREATE INDEX money_at ON money (agency, at_ms, id);

CREATE TABLE statement (
    agency {key} NOT NULL,
    id {key} NOT NULL,
    name TEXT NOT NULL,
    format {key} NOT NULL,
    state {key} NOT NULL,
    actor {key} NOT NULL,
    lines BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    content {blob} NOT NULL,
    PRIMARY KEY (agency, id)
);
CREATE INDEX statement_at ON statement (agency, state, at_ms, id);

-- reference: account and the bank's number of the transaction; each is taken in once, whatever statements name it.
CREATE TABLE statement_line (
    agency {key} NOT NULL,
    reference {key} NOT NULL,
    statement {key} NOT NULL,
    line BIGINT NOT NULL,
    day {key} NOT NULL,
    amount BIGINT NOT NULL,
    text TEXT NOT NULL,
    payer TEXT NOT NULL,
    state {key} NOT NULL,
    matter {key} NOT NULL,
    reason TEXT NOT NULL,
    actor {key} NOT NULL,
    PRIMARY KEY (agency, reference)
);
CREATE INDEX statement_line_state ON statement_line (agency, state, statement, line);
CREATE INDEX statement_line_statement ON statement_line (agency, statement, line);
