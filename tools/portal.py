#!/usr/bin/env python3
"""A second program that plays the other portal.

It knows nothing of our code: what it signs and expects is written in docs/portal-api.md. With --congvu it starts a server of its
own, on packs prepared for it and fresh data, and walks through everything: filing, repeating, killing the server in the middle,
reports out of order, fetched and pushed events, papers. It ends with 1 as soon as something is not as it should be.

    portal.py --congvu target/debug/congvu      the whole walk
    portal.py --prepare FOLDER                  packs in which this program is a partner, to play with by hand
"""

import argparse
import base64
import hashlib
import json
import re
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization

ROOT = Path(__file__).resolve().parent.parent
AGENCY = "hai-phong"
# Keys of this demo partner, the same everywhere: they open nothing but servers that were prepared for this program.
SEED = hashlib.sha256(b"congvu demo portal").digest()
OTHER_SEED = hashlib.sha256(b"congvu demo portal, another partner").digest()
PDF = (
    b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def check(said, truth, detail=""):
    """One expectation; the first that fails ends the program."""
    print(("ok    " if truth else "WRONG ") + said + (f": {detail}" if detail and not truth else ""), flush=True)
    if not truth:
        raise SystemExit(1)


def public(seed):
    key = Ed25519PrivateKey.from_private_bytes(seed).public_key()
    return key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def content_digest(body):
    return "sha-256=:" + base64.b64encode(hashlib.sha256(body).digest()).decode() + ":"


def base_of(components, params, values):
    lines = [f'"{c}": {values[c]}' for c in components]
    return "\n".join(lines + [f'"@signature-params": {params}']).encode()


def signed_headers(seed, keyid, method, url, body, created=None, nonce=None):
    """The headers that make a request a signed one."""
    at = urllib.parse.urlsplit(url)
    values = {"@method": method, "@authority": at.netloc, "@path": at.path, "@query": "?" + at.query}
    headers = {}
    if body is not None:
        headers["Content-Digest"] = values["content-digest"] = content_digest(body)
        headers["Content-Type"] = "application/json"
    components = list(values)
    created = int(time.time()) if created is None else created
    nonce = nonce or secrets.token_hex(12)
    quoted = " ".join(f'"{c}"' for c in components)
    params = f'({quoted});created={created};keyid="{keyid}";nonce="{nonce}";alg="ed25519"'
    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(base_of(components, params, values))
    headers["Signature-Input"] = "sig1=" + params
    headers["Signature"] = "sig1=:" + base64.b64encode(signature).decode() + ":"
    return headers


class Portal:
    """A partner at work."""

    def __init__(self, base, keyid="portal-demo", seed=SEED):
        self.base, self.keyid, self.seed = base, keyid, seed
        self.api = f"{base}/{AGENCY}/portal/v1"

    def call(self, method, path, value=None, headers=None, raw=None, **signing):
        """Status, headers and content of an answer."""
        url = path if path.startswith("http") else self.api + path
        body = raw if raw is not None else (None if value is None else json.dumps(value).encode())
        all_headers = signed_headers(self.seed, self.keyid, method, url, body, **signing)
        all_headers.update(headers or {})
        request = urllib.request.Request(url, data=body, method=method, headers=all_headers)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                content, status, got = answer.read(), answer.status, answer.headers
        except urllib.error.HTTPError as error:
            content, status, got = error.read(), error.code, error.headers
        kind = got.get("Content-Type", "")
        return status, got, json.loads(content) if "json" in kind else content

    def events(self, after=0):
        status, _, answer = self.call("GET", f"/events?after={after}")
        if status != 200 or answer["error_code"] != 0:
            check("events are given", False, str(answer))
        return answer


def dossier(code, message, **more):
    """What this portal files: an application for a licence, three papers."""
    papers = [
        {
            "TepDinhKemId": str(i),
            "TenTepDinhKem": f"{part}.pdf",
            "MaThanhPhanHoSo": part,
            "IsDeleted": 0,
            "DuocSoHoa": 1,
            "sha256": hashlib.sha256(PDF + part.encode()).hexdigest(),
            "content": base64.b64encode(PDF + part.encode()).decode(),
        }
        for i, part in enumerate(["project", "founding", "source-consent"])
    ]
    filed = {
        "message_id": message,
        "MaHoSo": code,
        "MaTTHC": "2.001098.000.00.00.H24",
        "KenhThucHien": "2",
        "NgayNopHoSo": "2024-03-04T08:30:00",
        "DuocThanhToanTrucTuyen": 0,
        "TaiKhoanDuocXacThucVoiVNeID": 1,
        "HoSoCoThanhPhanSoHoa": 1,
        "ChuHoSo": {"HoTen": "Công ty Ánh Sáng", "SoDienThoai": "0912 345 678"},
        "form": {
            "licensee": "Công ty Ánh Sáng", "kind": "enterprise", "enterprise_code": "0104630479",
            "address": "1 Đường Hoa", "representative": "Lê Thị Mai, giám đốc", "phone": "0912345678",
            "email": "mai@example.vn", "site_name": "Tin Ánh Sáng", "domains": ["anhsang.example.vn"], "term_years": 5,
            "purpose": "Đưa tin tổng hợp", "content_scope": "Kinh tế, giáo dục", "sources": ["Báo Mẫu"],
            "audience": "Mọi người", "server_location": "Hải Phòng", "hosting_provider": "Nhà cung cấp mẫu",
            "responsible_person": "Lê Thị Mai", "responsible_phone": "0912345679",
        },
        "TaiLieuNop": papers,
    }
    filed.update(more)
    return filed


def prepare(folder, push=None):
    """Packs in which this program is a partner and both it and our own pages take one field; another field goes to it alone."""
    shutil.copytree(ROOT / "packs", folder)
    agency = folder / AGENCY / "agency.toml"
    ours = base64.b64encode(public(SEED)).decode()
    other = base64.b64encode(public(OTHER_SEED)).decode()
    lines = f"""
# Written by tools/portal.py for a demo; nothing of this is a rule of anybody.
[[filing]]
procedures = ["online-information/aggregated-site"]
from = "2024-01-01"
to = "both"
portal = "national"
source = "demo"
verified = true

[[filing]]
procedures = ["broadcasting"]
from = "2024-01-01"
to = "portal"
portal = "national"
source = "demo"
verified = true

[[partner]]
id = "portal-demo"
name = {{ vi = "Cổng dùng thử", en = "Demo portal" }}
portal = "national"
key = "{ours}"
"""
    if push:
        lines += f'push = "{push}"\n'
    lines += f"""
[[partner]]
id = "other-demo"
name = {{ vi = "Hệ thống dùng thử khác", en = "Another demo system" }}
portal = "national"
key = "{other}"
results = false
"""
    agency.write_text(agency.read_text(encoding="utf-8") + lines, encoding="utf-8")


class Inbox(ThreadingHTTPServer):
    """Where our side pushes events. Answers as it is told to, and checks every signature."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Letter)
        self.got, self.answers, self.key, self.faults = [], [], None, []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}/inbox?from=so"


class Letter(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_POST(self):
        box, body = self.server, self.rfile.read(int(self.headers["Content-Length"]))
        event = json.loads(body)
        fault = self.fault(body)
        if fault:
            box.faults.append(fault)
        if self.headers.get("Idempotency-Key") != event["message_id"]:
            box.faults.append("the key is not the identifier of the message")
        box.got.append(event)
        status, answer = box.answers.pop(0) if box.answers else (200, {"error_code": 0, "message": ""})
        content = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def fault(self, body):
        """What is wrong with the signature of a push."""
        if self.headers["Content-Digest"] != content_digest(body):
            return "the digest is not that of the content"
        found = re.fullmatch(r'sig1=(\(([^)]*)\);created=(\d+);keyid="([^"]+)";nonce="[^"]+";alg="ed25519")',
                             self.headers["Signature-Input"])
        if not found or found[4] != AGENCY or abs(time.time() - int(found[3])) > 300:
            return "the parameters of the signature are wrong"
        path, _, query = self.path.partition("?")
        values = {"@method": "POST", "@authority": self.headers["Host"], "@path": path, "@query": "?" + query,
                  "content-digest": self.headers["Content-Digest"]}
        components = [c.strip('"') for c in found[2].split(" ")]
        if set(components) != set(values):
            return "the signature covers something else"
        signature = base64.b64decode(self.headers["Signature"][len("sig1=:"):-1])
        try:
            if self.server.key is not None:
                self.server.key.verify(signature, base_of(components, found[1], values))
        except InvalidSignature:
            return "the signature does not hold"
        return None


class Congvu:
    """A server of ours with data of its own."""

    def __init__(self, binary, work, packs):
        self.binary, self.work, self.packs, self.port, self.process = binary, work, packs, 0, None

    def start(self):
        log = open(self.work / "log", "a")
        self.process = subprocess.Popen(
            [self.binary, "serve", "--demo", "--packs", self.packs, "--data", self.work / "data",
             "--listen", f"127.0.0.1:{self.port}"], stdout=subprocess.PIPE, stderr=log, text=True)
        for line in self.process.stdout:
            found = re.search(r"http://127\.0\.0\.1:(\d+)", line)
            if found:
                self.port = int(found[1])
                threading.Thread(target=self.process.stdout.read, daemon=True).start()
                return f"http://127.0.0.1:{self.port}"
        check("the server starts", False, (self.work / "log").read_text()[-2000:])

    def kill(self):
        """As a power cut does it."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=60)


class Officer:
    """Somebody of the department, in a browser without JavaScript."""

    def __init__(self, base, login):
        self.base = base
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        page = self.get(f"/{AGENCY}/sign-in")
        self.post(f"/{AGENCY}/sign-in", page, {"login": login, "password": "congvu-demo"})

    def get(self, path):
        request = urllib.request.Request(self.base + path, headers={"Accept": "text/html", "Accept-Language": "vi"})
        with self.opener.open(request, timeout=60) as answer:
            return answer.read().decode()

    def post(self, path, page, fields):
        token = re.search(r'name="_csrf" value="([^"]+)"', page)[1]
        body = urllib.parse.urlencode({"_csrf": token, **fields}).encode()
        request = urllib.request.Request(self.base + path, data=body, headers={"Accept": "text/html"})
        with self.opener.open(request, timeout=60) as answer:
            return answer.read().decode()

    def act(self, matter, act, fields):
        """An act by the API for programs, in the officer's own session."""
        with self.opener.open(self.base + f"/{AGENCY}/api/v1/token", timeout=60) as answer:
            token = json.loads(answer.read())["csrf"]
        request = urllib.request.Request(
            self.base + f"/{AGENCY}/api/v1/cases/{matter}/acts/{act}", data=json.dumps({"input": fields}).encode(),
            headers={"Content-Type": "application/json", "Accept": "application/json", "x-csrf-token": token,
                     "Idempotency-Key": secrets.token_hex(12)})
        try:
            with self.opener.open(request, timeout=60) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read())


def unsigned(url, accept="application/json"):
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers={"Accept": accept}), timeout=60) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def wait_for(said, truth, seconds=150):
    end = time.time() + seconds
    while not truth():
        if time.time() > end:
            check(said, False, "not within the time")
        time.sleep(0.5)
    check(said, True)


# --- the walk -----------------------------------------------------------------------------------------------------------


def signatures(base, portal):
    url = portal.api + "/events?after=0"
    for said, status, kind, call in [
        ("unsigned", 401, "unsigned", lambda: unsigned(url)),
        ("signed by nobody known", 401, "unknown-partner", lambda: Portal(base, "nobody").call("GET", url)),
        ("signed with another key", 401, "bad-signature", lambda: Portal(base, seed=OTHER_SEED).call("GET", url)),
        ("signed an hour ago", 401, "out-of-time", lambda: portal.call("GET", url, created=int(time.time()) - 3600)),
        ("signed for the next hour", 401, "out-of-time", lambda: portal.call("GET", url, created=int(time.time()) + 3600)),
    ]:
        answer = call()
        problem = answer[-1] if isinstance(answer[-1], dict) else json.loads(answer[-1])
        check(f"{said} is refused", answer[0] == status and problem["type"].endswith("/" + kind), str(answer))
    nonce = secrets.token_hex(12)
    check("a fresh nonce is taken", portal.call("GET", url, nonce=nonce)[0] == 200)
    again = portal.call("GET", url, nonce=nonce)
    check("the same signature twice is refused", again[0] == 401 and again[2]["type"].endswith("/replayed"), str(again[2]))
    wrong = portal.call("POST", "/dossiers", dossier("X", "x"), headers={"Content-Digest": content_digest(b"other")})
    check("a digest that was not signed is refused", wrong[0] == 401, str(wrong))


def filing(portal, other):
    first = portal.call("POST", "/dossiers", dossier("G22.1", "m-1"))
    check("a dossier is filed", first[0] == 201 and first[2]["error_code"] == 0 and first[2]["TrangThai"] == "1", str(first[2]))
    same = portal.call("POST", "/dossiers", dossier("G22.1", "m-1"))
    check("the same message gets the first answer", same[0] == 201 and same[2] == first[2], str(same[2]))
    check("and is told to be a repetition", same[1].get("Idempotent-Replayed") == "true")
    reused = portal.call("POST", "/dossiers", dossier("G22.1", "m-1", KenhThucHien="1"))
    check("the same message with another content is refused", reused[0] == 409, str(reused[2]))
    again = portal.call("POST", "/dossiers", dossier("G22.1", "m-2"))
    check("the same dossier in another message gets the first answer", again[0] == 201 and again[2] == first[2], str(again[2]))
    other_content = portal.call("POST", "/dossiers", dossier("G22.1", "m-3", KenhThucHien="1"))
    check("the same number with another dossier is refused", other_content[0] == 409, str(other_content[2]))
    for said, status, more in [
        ("a procedure that is not filed over there", 403, {"MaTTHC": "press-conference.notify"}),
        ("a procedure that nobody knows", 422, {"MaTTHC": "9.999999"}),
        ("a form with a fault", 422, {"form": {"licensee": "x"}}),
        ("a channel that nobody knows", 422, {"KenhThucHien": "7"}),
        ("a part that the procedure does not have", 422, {"TaiLieuNop": [{"MaThanhPhanHoSo": "x", "content": "JVBERi0="}]}),
        ("a file that is not base64", 422, {"TaiLieuNop": [{"MaThanhPhanHoSo": "project", "content": "%%"}]}),
        ("papers that are missing", 422, {"TaiLieuNop": []}),
    ]:
        code = "G22.x" + secrets.token_hex(4)
        answer = portal.call("POST", "/dossiers", dossier(code, "m-" + code, **more))
        if said.startswith("a procedure that is not filed"):
            answer = portal.call("POST", "/dossiers", dossier(code, "n-" + code, MaTTHC=not_taken(portal)))
        good = answer[0] == status and answer[1].get_content_type() == "application/problem+json"
        check(f"{said} is refused", good, f"{answer[0]} {answer[2]}")
    found = other.call("GET", "/dossiers/G22.1")
    check("what is another partner's is not permitted", found[0] == 403 and found[2]["type"].endswith("not-permitted"), str(found[2]))
    none = other.call("GET", "/dossiers/G22.404")
    check("what is nobody's is no data", none[0] == 404 and none[2]["type"].endswith("no-data"), str(none[2]))
    return first[2]


def not_taken(portal):
    catalogue = json.loads(unsigned(portal.api + "/procedures")[1])["procedures"]
    return next(p["id"] for p in catalogue if p["filing"]["to"] == "own")


def power_cut(congvu, portal):
    """The server dies again and again while dossiers come in; each ends as one case."""
    survived, codes = 0, [f"G22.k{i}" for i in range(12)]
    for i, code in enumerate(codes):
        filed = dossier(code, f"k-{code}")
        done = threading.Event()

        def send():
            try:
                portal.call("POST", "/dossiers", filed)
                done.set()
            except OSError:
                pass
        sender = threading.Thread(target=send)
        sender.start()
        time.sleep(0.015 * i)
        congvu.kill()
        sender.join()
        survived += done.is_set()
        congvu.start()
        first = portal.call("POST", "/dossiers", filed)
        check(f"{code}: after the power cut the same message is carried out", first[0] == 201, str(first[2]))
        second = portal.call("POST", "/dossiers", filed)
        check(f"{code}: once", second[2] == first[2], str(second[2]))
    print(f"      {survived} of {len(codes)} had their answer before the cut")
    own = [portal.call("GET", f"/dossiers/{c}")[2]["code"] for c in codes]
    check("every dossier is one case with a number of its own", len(set(own)) == len(codes), str(own))


def reports(portal):
    def report(message, sequence, status, code="G22.1"):
        return portal.call("POST", f"/dossiers/{code}/events", {
            "message_id": message, "sequence": sequence, "TrangThai": status, "ThoiDiem": "2024-03-04T09:00:00"})
    for message, sequence, status, taken in [("r-2", 2, "4", "kept"), ("r-1", 1, "2", "late"), ("r-2", 2, "4", "kept"),
                                             ("r-3", 3, 5, "kept"), ("r-2b", 2, "9", "late")]:
        answer = report(message, sequence, status)
        check(f"report {message} is {taken}", answer[0] == 200 and answer[2]["taken"] == taken, str(answer[2]))
    check("another content under the same identifier is refused", report("r-3", 3, "9")[0] == 409)
    check("a status that nobody knows is refused", report("r-4", 4, "77")[0] == 422)
    status = portal.call("GET", "/dossiers/G22.1")[2]
    check("what the portal says does not move our case", status["state"] == "filed" and status["TrangThai"] == "1", str(status))
    early = report("e-1", 1, "2", "G22.early")
    check("a report before its dossier waits for it", early[0] == 202 and early[2]["taken"] == "early", str(early[2]))
    check("then the dossier comes", portal.call("POST", "/dossiers", dossier("G22.early", "m-early"))[0] == 201)


def handled(base, portal, box):
    """Our side works: every act reaches the portal, fetched and pushed."""
    matter = None
    reception = Officer(base, "motcua")
    page = reception.get(f"/{AGENCY}/desk/portal")
    for words in ["G22.1", "Hai bên nói khác nhau", "Đến muộn"]:
        check(f"the officers' page says: {words}", words in page)
    for found in re.finditer(r'href="/hai-phong/desk/cases/([0-9a-f-]+)"[^>]*>([^<]+)<', page):
        if found[2].strip() == portal.call("GET", "/dossiers/G22.1")[2]["code"]:
            matter = found[1]
    check("and leads to the case", matter is not None)
    box.answers[:] = [(500, {}), (200, {"error_code": 7, "message": "later"})]
    status, answer = reception.act(matter, "receive", {"assignee": "press-1"})
    check("the one-stop desk receives it", status == 200, str(answer))
    wait_for("the act is pushed until it is taken",
             lambda: sum(e["MaHoSo"] == "G22.1" and e["act"] == "receive" for e in box.got) >= 1)
    check("every push was signed as it should be", not box.faults, str(box.faults))
    events = portal.events()["events"]
    received = [e for e in events if e["act"] == "receive" and e["MaHoSo"] == "G22.1"]
    check("the act is in the feed once", len(received) == 1, str(received))
    check("with the portal's status, the officer and the term", received[0]["TrangThai"] == "4"
          and received[0]["NguoiXuLy"] and received[0]["NgayKetThucTheoQuyDinh"], str(received[0]))
    places = [e["sequence"] for e in events]
    check("places in the feed have no gaps", places == list(range(1, len(places) + 1)), str(places))
    withdrawn = portal.call("POST", "/dossiers/G22.early/acts", {"message_id": "w-1", "act": "withdraw", "input": {}})
    check("the applicant withdraws over there", withdrawn[0] == 200 and withdrawn[2]["state"] == "withdrawn", str(withdrawn[2]))
    again = portal.call("POST", "/dossiers/G22.early/acts", {"message_id": "w-1", "act": "withdraw", "input": {}})
    check("once", again[2] == withdrawn[2], str(again[2]))
    other = portal.call("POST", "/dossiers/G22.early/acts", {"message_id": "w-2", "act": "receive", "input": {}})
    check("an act of the office is not the applicant's", other[0] == 422, str(other[2]))
    return matter


def papers(base, portal, other):
    status = portal.call("GET", "/dossiers/G22.1")[2]
    check("issued, delivered, synchronised are three facts, none of them yet",
          status["result"] == {"issued": None, "delivered": None, "synchronised": None}, str(status["result"]))
    check("what there is nothing of is said to be no data", status["absent"].get("NgayTra") == "no-data", str(status["absent"]))
    link = status["GiayTo"][0]["DuongDanTepTinKetQua"]
    code, content = unsigned(link)
    check("the signed link gives the paper", code == 200 and content.startswith(b"%PDF-"), str(code))
    check("a changed link does not", unsigned(link.replace("expires=", "expires=9"))[0] == 403)
    bare = link.split("?")[0]
    check("nor does the address alone", unsigned(bare)[0] == 401)
    check("but to the partner it does", portal.call("GET", bare)[0] == 200)
    check("and not to another", other.call("GET", bare)[0] == 403)


def routing(base):
    page = unsigned(f"{base}/{AGENCY}/procedures", "text/html")[1].decode()
    check("the catalogue says where to file", "Nộp tại Cổng Dịch vụ công quốc gia." in page)
    code, page = unsigned(f"{base}/{AGENCY}/procedures/satellite-reception.grant", "text/html")
    procedure = "satellite-reception.grant"
    if code != 200:
        catalogue = json.loads(unsigned(f"{base}/{AGENCY}/portal/v1/procedures")[1])["procedures"]
        procedure = next(p["id"] for p in catalogue if p["filing"]["to"] == "portal")
        code, page = unsigned(f"{base}/{AGENCY}/procedures/{procedure}", "text/html")
    check("so does the page of a procedure", code == 200 and "https://dichvucong.gov.vn" in page.decode())
    code, page = unsigned(f"{base}/{AGENCY}/apply/{procedure}", "text/html")
    check("our own pages refuse it with the reason", code == 403 and "https://dichvucong.gov.vn" in page.decode(), str(code))
    code, page = unsigned(f"{base}/{AGENCY}/apply/aggregated-site.grant", "text/html")
    check("and take what both take", code == 200, str(code))


def walk(binary):
    with tempfile.TemporaryDirectory(prefix="congvu-portal-") as folder:
        work = Path(folder)
        box = Inbox()
        prepare(work / "packs", box.url)
        congvu = Congvu(binary, work, work / "packs")
        try:
            base = congvu.start()
            portal, other = Portal(base), Portal(base, "other-demo", OTHER_SEED)
            status, keys = unsigned(portal.api + "/keys")
            x = json.loads(keys)["keys"][0]["x"]
            box.key = Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(x + "=" * (-len(x) % 4)))
            routing(base)
            signatures(base, portal)
            filing(portal, other)
            reports(portal)
            handled(base, portal, box)
            papers(base, portal, other)
            power_cut(congvu, portal)
            wait_for("everything is confirmed at last", lambda: all(
                any(g["message_id"] == e["message_id"] for g in box.got) for e in portal.events()["events"]))
            check("every push was signed as it should be", not box.faults, str(box.faults))
            congvu.stop()
            done = subprocess.run([binary, "record", "verify", "--packs", work / "packs", "--data", work / "data"],
                                  capture_output=True, text=True)
            if "unexpected argument" in done.stderr:
                done = subprocess.run([binary, "record", "verify", "--data", work / "data"], capture_output=True, text=True)
            check("the record is whole", done.returncode == 0, done.stdout + done.stderr)
        except SystemExit:
            print((work / "log").read_text()[-3000:], file=sys.stderr)
            raise
        finally:
            congvu.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--congvu", type=Path, help="the program, built")
    parser.add_argument("--prepare", type=Path, metavar="FOLDER", help="writes packs with this program as a partner")
    arguments = parser.parse_args()
    if arguments.prepare:
        prepare(arguments.prepare)
    elif arguments.congvu:
        walk(arguments.congvu.resolve())
    else:
        parser.error("say --congvu or --prepare")


if __name__ == "__main__":
    main()
