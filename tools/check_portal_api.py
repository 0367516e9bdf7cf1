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
from hypothesis import HealthCheck, Phase, settings

import portal

EXAMPLES = 25


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
            schema = schemathesis.openapi.from_url(f"{base}/{portal.AGENCY}/portal/v1/openapi.json")
            checks = [getattr(schemathesis.checks, name, None) for name in ("not_a_server_error",)]
            count = 0

            for result in schema.get_all_operations():
                operation = result.ok()

                @settings(max_examples=EXAMPLES, deadline=None, database=None, derandomize=True,
                          suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])
                @operation.as_strategy_given() if hasattr(operation, "as_strategy_given") else given(operation)
                def probe(case):
                    nonlocal count
                    count += 1
                    answer = case.call(base_url=base, auth=Signer())
                    case.validate_response(answer)

                probe()
                print(f"ok    {operation.label}", flush=True)
            portal.check("requests of every shape were answered as described", count > 100, str(count))
            print(f"      {count} requests")
            del checks
        except SystemExit:
            raise
        except BaseException:
            print((work / "log").read_text()[-2000:], file=sys.stderr)
            raise
        finally:
            congvu.stop()


def given(operation):
    from hypothesis import given as hypothesis_given

    return hypothesis_given(case=operation.as_strategy())


if __name__ == "__main__":
    main()
