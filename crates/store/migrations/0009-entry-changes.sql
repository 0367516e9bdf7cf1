-- What changed last in a register, for its feed.
CREATE INDEX entry_changed ON entry (agency, register, from_ms, number, version);
