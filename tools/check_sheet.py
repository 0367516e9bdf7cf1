#!/usr/bin/env python3
"""Read the spreadsheets that congvu-sheet writes with openpyxl and Python's csv module.

    python3 -m venv /tmp/sheet && /tmp/sheet/bin/pip install openpyxl==3.1.5
    /tmp/sheet/bin/python tools/check_sheet.py

The check fails when a date is no date, a number no number, a text a formula, the heading not frozen, or when the two files do
not say the same.
"""

import csv
import datetime
import pathlib
import subprocess
import sys
import tempfile

PINNED = "3.1.5"
ROOT = pathlib.Path(__file__).resolve().parent.parent
HEADS = ["Số", "Nội dung", "Ngày nộp", "Ngày cấp", "Trễ (ngày)"]
TEXTS = ["Công ty “Ánh Sáng”, số 1", "=1+1", "+84912345678", "-2", "@SUM(A1)", "hai\ndòng", "00123", "x < y & z"]
FORMULAS = ("=", "+", "-", "@")


def expected():
    """The rows that the sample has."""
    for n, text in enumerate(TEXTS, 1):
        issued = None if n % 2 == 0 else datetime.datetime(2024, 2, 29)
        yield [f"000.00.00.H09-240304-{n:04}", text, datetime.datetime(2024, 3, 4, 8, n), issued, n]


def check_xlsx(path):
    """What openpyxl reads."""
    import openpyxl

    if openpyxl.__version__ != PINNED:
        sys.exit(f"openpyxl {openpyxl.__version__} is installed, the check was made for {PINNED}")
    book = openpyxl.load_workbook(path)
    sheet = book.active
    assert book.sheetnames == ["Hồ sơ mẫu2024"], book.sheetnames
    assert sheet.freeze_panes == "A2", f"the heading is not frozen: {sheet.freeze_panes}"
    assert sheet.auto_filter.ref == f"A1:E{len(TEXTS) + 1}", sheet.auto_filter.ref
    rows = list(sheet.iter_rows())
    assert [c.value for c in rows[0]] == HEADS and all(c.font.bold for c in rows[0])
    for row, wanted in zip(rows[1:], expected(), strict=True):
        assert [c.value for c in row] == wanted, ([c.value for c in row], wanted)
        assert [c.data_type for c in row] == ["s", "s", "d", "d" if wanted[3] else "n", "n"], [c.data_type for c in row]
    return len(rows) - 1


def check_csv(path):
    """What Python's csv module reads."""
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf"), "no byte order mark"
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, strict=True))
    assert rows[0] == HEADS, rows[0]
    for row, wanted in zip(rows[1:], expected(), strict=True):
        text = f"'{wanted[1]}" if wanted[1].startswith(FORMULAS) else wanted[1]
        filed, issued = f"{wanted[2]:%Y-%m-%d %H:%M}", f"{wanted[3]:%Y-%m-%d}" if wanted[3] else ""
        assert row == [wanted[0], text, filed, issued, str(wanted[4])], row
    return len(rows) - 1


def main():
    with tempfile.TemporaryDirectory() as folder:
        command = ["cargo", "run", "--quiet", "--locked", "-p", "congvu-sheet", "--example", "sample", "--", folder]
        if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
            sys.exit("the sample could not be made")
        counts = {check_xlsx(pathlib.Path(folder, "sample.xlsx")), check_csv(pathlib.Path(folder, "sample.csv"))}
    assert counts == {len(TEXTS)}, counts
    print(f"XLSX and CSV read back: {len(TEXTS)} rows each, all as written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
