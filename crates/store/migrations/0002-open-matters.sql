-- Counting what is open must not cost more with every matter that is closed.
CREATE INDEX matter_open ON matter (agency, kind, procedure, state) WHERE closed_ms IS NULL;
