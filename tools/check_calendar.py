"""Calendar feeds against a reader of calendars.

Usage: check_calendar.py FEED...

Each file must be read as RFC 5545 asks for: every line at most 75 bytes, no fault in any property, and each event with its
identifier, stamp, summary, address and a time that ends after it begins.
"""

import sys

from icalendar import Calendar


def check(path):
    with open(path, "rb") as file:
        content = file.read()
    lines = content.split(b"\r\n")
    if lines[-1] != b"" or any(b"\n" in line for line in lines):
        return "lines do not end as RFC 5545 section 3.1 says"
    long = [line for line in lines if len(line) > 75]
    if long:
        return f"a line of {len(long[0])} bytes: {long[0][:40]!r}"
    calendar = Calendar.from_ical(content)
    if calendar.errors:
        return f"faults: {calendar.errors}"
    if not calendar.get("VERSION") or not calendar.get("PRODID"):
        return "neither version nor product is said"
    events = list(calendar.walk("VEVENT"))
    if not events:
        return "there is no event"
    ids = [str(event["UID"]) for event in events]
    if len(set(ids)) != len(ids):
        return "two events have one identifier"
    for event in events:
        if event.errors:
            return f"`{event['UID']}`: {event.errors}"
        for name in ("DTSTAMP", "SUMMARY", "URL", "DTSTART", "DTEND", "CLASS"):
            if name not in event:
                return f"`{event['UID']}` has no {name}"
        if not event.decoded("DTSTART") < event.decoded("DTEND"):
            return f"`{event['UID']}` ends before it begins"
    return None


def main(paths):
    faults = 0
    for path in paths:
        fault = check(path)
        faults += fault is not None
        print(f"{path}: {fault or 'ok'}")
    if not paths:
        print("no feed was given")
    return 1 if faults or not paths else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
