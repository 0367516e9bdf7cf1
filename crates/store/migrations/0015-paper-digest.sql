-- Which paper a file is, by its digest: somebody holds a PDF and asks whether it is ours.
CREATE INDEX document_sha256 ON document (agency, sha256);
