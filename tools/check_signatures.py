"""Papers that a real server sealed, as other programs see them.

A citizen files in a demonstration; the receipt that the server sealed is read by pyHanko and by pdfsig (poppler, NSS), which must find it
whole and trusted under the demonstration's root, and must refuse what was changed. Time stamps of the server and of `congvu tsa` are
verified by OpenSSL; stamps that OpenSSL gives are taken by the server, after an authority that does not answer.

Usage: check_signatures.py PROGRAM
"""

import http.server
import logging
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import urllib.request

from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from demo import AGENCY, Citizen, Program


def run(*command, good=True, **more):
    done = subprocess.run(command, capture_output=True, text=True, **more)
    if good and done.returncode != 0:
        sys.exit(f"{command}: {done.stdout}{done.stderr}")
    return done


def tampered(pdf):
    """The paper changed in the ways that matter, each with a name."""
    middle = bytearray(pdf)
    middle[len(pdf) // 4] ^= 1
    yield "a byte changed", bytes(middle)
    previous = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
    number, page = re.search(rb"\n(\d+) 0 obj\n(<<(?:(?!endobj).)*?/Type */Page(?!s)(?:(?!endobj).)*?>>)\nendobj", pdf[pdf.rindex(b"%%EOF", 0, previous):], re.S).groups()
    root = re.findall(rb"/Root (\d+) 0 R", pdf)[-1]
    size = re.findall(rb"/Size (\d+)", pdf)[-1]
    place = len(pdf)
    added = pdf + b"%s 0 obj\n%s/Rotate 90>>\nendobj\n" % (number, page[:-2])
    table = b"xref\n%s 1\n%010d 00000 n\r\ntrailer\n<</Size %s/Root %s 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    yield "a page turned afterwards", added + table % (number, place, size, root, previous, len(added))


def by_pyhanko(pdf, roots):
    """Whether pyHanko finds the one signature whole and trusted, with a trusted time stamp, and over the whole file."""
    from io import BytesIO

    context = ValidationContext(trust_roots=roots, allow_fetching=False)
    try:
        signature, = PdfFileReader(BytesIO(pdf)).embedded_signatures
        status = validate_pdf_signature(signature, context, context)
    except Exception as fault:  # Whatever it says: it does not accept the file.
        return False, repr(fault)
    stamp = status.timestamp_validity
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    return bool(status.bottom_line and whole and stamp and stamp.trusted), status.summary()


def by_pdfsig(pdf, folder, database):
    """Whether pdfsig finds the signature valid, the certificate trusted and the whole file covered."""
    file = folder / "for-pdfsig.pdf"
    file.write_bytes(pdf)
    said = run("pdfsig", "-nssdir", f"sql:{database}", str(file), good=False).stdout
    wanted = ("Signature is Valid", "Certificate is Trusted", "Total document signed", "ETSI.CAdES.detached")
    return all(words in said for words in wanted), said


def by_ours(program, folder, pdf, *more):
    file = folder / "for-ours.pdf"
    file.write_bytes(pdf)
    done = run(program, "paper", "verify", str(file), *more, good=False)
    return done.returncode == 0, done.stdout + done.stderr


def stamped_by(url, folder, roots, *more):
    """OpenSSL asks an authority and accepts its answer."""
    data, query, reply = folder / "words", folder / "query", folder / "reply"
    data.write_text("giấy tờ")
    run("openssl", "ts", "-query", "-data", str(data), "-sha256", "-cert", "-out", str(query))
    request = urllib.request.Request(url, query.read_bytes(), {"content-type": "application/timestamp-query"})
    reply.write_bytes(urllib.request.urlopen(request).read())
    said = run("openssl", "ts", "-verify", "-queryfile", str(query), "-in", str(reply), "-CAfile", str(roots), *more)
    assert "Verification: OK" in said.stdout, said.stdout
    data.write_text("giấy tờ khác")
    other = run("openssl", "ts", "-verify", "-data", str(data), "-in", str(reply), "-CAfile", str(roots), *more, good=False)
    assert other.returncode != 0, "a stamp is about one thing"


class OpenSsl(http.server.BaseHTTPRequestHandler):
    """An authority of time by OpenSSL."""

    folder = None

    def do_POST(self):
        query, reply = self.folder / "o-query", self.folder / "o-reply"
        query.write_bytes(self.rfile.read(int(self.headers["content-length"])))
        run("openssl", "ts", "-reply", "-config", str(self.folder / "tsa.cnf"), "-section", "tsa", "-queryfile", str(query), "-out", str(reply))
        self.send_response(200)
        body = reply.read_bytes()
        self.send_header("content-type", "application/timestamp-reply")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def openssl_authority(folder):
    """Its root, its key, and its address."""
    made = ("openssl", "req", "-newkey", "rsa:2048", "-nodes", "-x509", "-days", "3000")
    run(*made, "-subj", "/CN=DEMO OpenSSL root", "-keyout", str(folder / "o-root.key"), "-out", str(folder / "o-root.pem"))
    run("openssl", "req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=DEMO OpenSSL time", "-keyout", str(folder / "o-time.key"), "-out", str(folder / "o-time.csr"))
    (folder / "o-ext").write_text("keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n")
    run("openssl", "x509", "-req", "-in", str(folder / "o-time.csr"), "-CA", str(folder / "o-root.pem"), "-CAkey", str(folder / "o-root.key"), "-CAcreateserial", "-days", "2000", "-extfile", str(folder / "o-ext"), "-out", str(folder / "o-time.pem"))
    (folder / "o-serial").write_text("01\n")
    (folder / "tsa.cnf").write_text(f"""
[tsa]
serial = {folder}/o-serial
crypto_device = builtin
signer_cert = {folder}/o-time.pem
signer_key = {folder}/o-time.key
signer_digest = sha256
default_policy = 1.3.6.1.4.1.32473.2
digests = sha256
accuracy = secs:1
""")
    OpenSsl.folder = folder
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), OpenSsl)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, folder / "o-root.pem"


# conformance: TT22-2020-5.1, TT22-2020-7, TT01VPCP-10.1.d
def story(program, folder):
    server = Program(program, "serve", "--demo", "--listen", "127.0.0.1:0", "--data", str(folder / "data"))
    try:
        citizen = Citizen(server.url)
        receipt = citizen.receipt()
        pem = folder / "roots.pem"
        pem.write_bytes(citizen.get(f"/{AGENCY}/trust/roots.pem"))
        stamped_by(f"{server.url}/tsa", folder, pem, "-attime", "1709600000")
    finally:
        server.stop()
    roots = list(load_certs_from_pemder([str(pem)]))
    database = folder / "nss"
    database.mkdir()
    run("certutil", "-N", "-d", f"sql:{database}", "--empty-password")
    run("certutil", "-A", "-d", f"sql:{database}", "-n", "demo", "-t", "CT,C,C", "-i", str(pem))
    data = ("--data", str(folder / "data"))
    for name, accepts in (
        ("pyHanko", lambda pdf: by_pyhanko(pdf, roots)),
        ("pdfsig", lambda pdf: by_pdfsig(pdf, folder, database)),
        ("congvu", lambda pdf: by_ours(program, folder, pdf, *data)),
    ):
        good, said = accepts(receipt)
        assert good, f"{name} does not accept the receipt: {said}"
        for what, changed in tampered(receipt):
            good, said = accepts(changed)
            assert not good, f"{name} accepts {what}: {said}"
    stranger, said = by_pyhanko(receipt, [])
    assert not stranger, f"nobody is trusted: {said}"
    good, said = by_ours(program, folder, receipt)
    assert not good and "Chưa xác định được người ký" in said, said

    tsa = Program(program, "tsa", "--demo", str(folder / "time"), "--listen", "127.0.0.1:0")
    try:
        stamped_by(tsa.url, folder, folder / "time" / "demo-root.pem")
    finally:
        tsa.stop()

    openssl, root = openssl_authority(folder)
    here = f"http://127.0.0.1:{openssl.server_port}/"
    server = Program(program, "serve", "--demo", "--listen", "127.0.0.1:0", "--data", str(folder / "data"), "--tsa", "http://127.0.0.1:9/", "--tsa", here)
    try:
        receipt = Citizen(server.url).receipt()
    finally:
        server.stop()
        openssl.shutdown()
    good, said = by_ours(program, folder, receipt, *data, "--trust", str(root))
    assert good and "DEMO OpenSSL time" in said, said


def main(program):
    # pyHanko tells at length why it refuses what it is meant to refuse.
    logging.disable(logging.CRITICAL)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="congvu-signatures-"))
    try:
        story(program, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print("sealed papers are accepted, changed ones refused, by pyHanko, pdfsig and our own; stamps by OpenSSL both ways")


if __name__ == "__main__":
    main(sys.argv[1])
