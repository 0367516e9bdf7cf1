"""Feeds of registers against a parser that reads what the world calls a feed.

Usage: check_feed.py FEED...

Each file must be read without complaint as Atom 1.0, with every entry's identifier, title, moment and link in place.
"""

import sys

import feedparser


def check(path):
    with open(path, "rb") as file:
        feed = feedparser.parse(file.read())
    if feed.bozo:
        return f"not well formed: {feed.bozo_exception}"
    if feed.version != "atom10":
        return f"read as {feed.version!r}, not as Atom 1.0"
    if not (feed.feed.get("id") and feed.feed.get("title") and feed.feed.get("updated_parsed")):
        return "the feed lacks an id, a title or a moment"
    if not any(link.rel == "self" for link in feed.feed.links):
        return "the feed does not say where it is"
    ids = [entry.get("id") for entry in feed.entries]
    if not ids or len(set(ids)) != len(ids):
        return f"{len(ids)} entries with {len(set(ids))} identifiers"
    for entry in feed.entries:
        if not (entry.get("title") and entry.get("updated_parsed") and entry.get("link") and entry.get("content")):
            return f"entry `{entry.get('id')}` lacks a title, a moment, a link or content"
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
