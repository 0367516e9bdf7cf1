-- How often a page was read on a day: the pattern of its address and a number, nothing of who read it.
CREATE TABLE visit (
    agency {key} NOT NULL,
    day {key} NOT NULL,
    page {key} NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (agency, day, page)
);
