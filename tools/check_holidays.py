#!/usr/bin/env python3
"""Compare the days off that congvu-calendar computes with the independent Python package `holidays`.

    python3 -m venv /tmp/holidays && /tmp/holidays/bin/pip install holidays==0.109
    /tmp/holidays/bin/python tools/check_holidays.py

Every day on which the two differ must stand in crates/calendar/testdata/known-differences.tsv with the class of its reason
(the classes are explained in crates/calendar/DIFFERENCES.md). The check fails on a difference that is not listed there and on a
listed one that is gone. `--write` prints the differences found, for the list to be brought up to date by hand.
"""

import pathlib
import subprocess
import sys

PINNED = "0.109"
FIRST_YEAR, LAST_YEAR = 1990, 2050
ROOT = pathlib.Path(__file__).resolve().parent.parent
KNOWN = ROOT / "crates/calendar/testdata/known-differences.tsv"
CLASSES = ROOT / "crates/calendar/DIFFERENCES.md"


def ours():
    """Days off and worked rest days by our calendar, by date."""
    command = ["cargo", "run", "--quiet", "-p", "congvu-calendar", "--example", "holidays", "--"]
    run = subprocess.run(
        [*command, str(FIRST_YEAR), str(LAST_YEAR)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if run.returncode != 0:
        sys.exit(f"the calendar could not be read:\n{run.stderr}")
    off, worked = {}, {}
    for line in run.stdout.splitlines():
        date, kind, what = line.split("\t")
        (worked if kind == "swapped-work" else off)[date] = f"{kind} {what}"
    return off, worked


def theirs():
    """The same by the package."""
    try:
        import holidays
    except ImportError:
        sys.exit(f"the package is missing; run `pip install holidays=={PINNED}`")
    if holidays.__version__ != PINNED:
        sys.exit(f"holidays {holidays.__version__} is installed, the list was made with {PINNED}")
    calendar = holidays.VN(years=range(FIRST_YEAR, LAST_YEAR + 1), language="en_US")
    in_range = lambda day: FIRST_YEAR <= day.year <= LAST_YEAR
    off = {day.isoformat(): name for day, name in calendar.items() if in_range(day)}
    worked = {day.isoformat(): "worked rest day" for day in calendar.weekend_workdays if in_range(day)}
    return off, worked


def differences():
    """(date, side, what) for each day on which the two differ."""
    found = []
    (our_off, our_worked), (their_off, their_worked) = ours(), theirs()
    for suffix, mine, other in (("off", our_off, their_off), ("worked", our_worked, their_worked)):
        found += [(day, f"only-ours-{suffix}", mine[day]) for day in mine.keys() - other.keys()]
        found += [(day, f"only-theirs-{suffix}", other[day]) for day in other.keys() - mine.keys()]
    if len(our_off) < 10 * (LAST_YEAR - FIRST_YEAR):
        sys.exit(f"only {len(our_off)} days off computed: something is wrong before any comparison")
    return sorted(found), len(our_off), len(their_off)


def main():
    found, our_count, their_count = differences()
    if "--write" in sys.argv[1:]:
        for day, side, what in found:
            print(f"{day}\t{side}\t?\t{what}")
        return 0
    known = {}
    for number, line in enumerate(KNOWN.read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            fields = line.split("\t")
            if len(fields) != 4 or (fields[0], fields[1]) in known:
                sys.exit(f"{KNOWN.name}:{number}: not four fields, or listed twice: `{line}`")
            known[fields[0], fields[1]] = fields[2]
    classes = CLASSES.read_text(encoding="utf-8")
    problems = [f"class `{c}` is not explained in {CLASSES.name}" for c in sorted(set(known.values())) if f"`{c}`" not in classes]
    keys = {(day, side) for day, side, _ in found}
    problems += [f"new difference: {day} {side}: {what}" for day, side, what in found if (day, side) not in known]
    problems += [f"listed, but gone: {day} {side}" for day, side in sorted(known.keys() - keys)]
    for problem in problems:
        print(problem, file=sys.stderr)
    years = f"{FIRST_YEAR}–{LAST_YEAR}"
    print(f"{years}: {our_count} days off here, {their_count} there, {len(found)} differ, {len(problems)} unexplained")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
