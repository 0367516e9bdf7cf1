#!/usr/bin/env python3
"""Schemathesis sends requests of every shape to the portal interface and compares the answers with the description.

The server is one of our own, on packs prepared by portal.py and fresh data.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

import portal

SETTINGS = settings(max_examples=25, deadline=None, database=None, derandomize=True,
                    suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])


class Signer(requests.auth.AuthBase):
    """Signs a request as the demo partner."""

    def __call__(self, request):
        body = request.body
        if isinstance(body, str):
            body = body.encode()
        kind = request.headers.get("Content-Type")
        headers = portal.signed_headers(portal.SEED, "portal-demo", request.method, request.url, body or None)
        request.headers.update(headers)
        if kind:
            request.headers["Content-Type"] = kind
        return request


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--congvu", type=Path, required=True)
    binary = parser.parse_args().congvu.resolve()
    with tempfile.TemporaryDirectory(prefix="congvu-portal-api-") as folder:
        work = Path(folder)
        portal.prepare(work / "packs")
        congvu = portal.Congvu(binary, work, work / "packs")
        try:
            base = congvu.start()
            description = requests.get(f"{base}/{portal.AGENCY}/portal/v1/openapi.json", timeout=60).json()
            # Here every request is signed; portal.py tries what is not, or wrongly.
            for methods in description["paths"].values():
                for operation in methods.values():
                    operation.pop("security", None)
            schema = schemathesis.openapi.from_dict(description)
            count = 0

            def probe(case):
                nonlocal count
                count += 1
                answer = case.call(base_url=base, auth=Signer())
                # What has the right shape may still be refused: no schema says which procedures a department has.
                case.validate_response(answer, excluded_checks=[positive_data_acceptance])

            for result in schema.get_all_operations():
                operation = result.ok()
                for mode in GenerationMode.POSITIVE, GenerationMode.NEGATIVE:
                    try:
                        shapes = operation.as_strategy(generation_mode=mode)
                        SETTINGS(given(case=shapes)(probe))()
                    except Unsatisfiable:
                        # An address without parameters cannot be asked wrongly.
                        continue
                print(f"ok    {operation.label}", flush=True)
            portal.check("requests of every shape were answered as described", count > 100, str(count))
            print(f"      {count} requests")
        except SystemExit:
            raise
        except BaseException:
            print((work / "log").read_text()[-2000:], file=sys.stderr)
            raise
        finally:
            congvu.stop()


if __name__ == "__main__":
    main()
