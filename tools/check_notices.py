"""Notices of a real server, as those see them who receive them.

Starts the server with a mail server of Python (aiosmtpd) and a provider of text messages (http.server) beside it; a citizen files, an
officer receives, the server is killed between the act and the sending, and started again. Mails are read with Python's email
package; signatures are verified by the library of the Standard Webhooks project.

Usage: check_notices.py PROGRAM
"""

import contextlib
import email
import email.policy
import http.cookiejar
import http.server
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from datetime import datetime, timezone

from aiosmtpd.controller import Controller
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
AGENCY = "binh-duong"
PASSWORD = "congvu-demo"
PATIENCE_S = 90

FORM = {
    "licensee": "Công ty TNHH Truyền thông Sao Mai", "kind": "enterprise", "enterprise_code": "3700123456",
    "address": "Số 1 đường Mẫu, Thủ Dầu Một", "representative": "Nguyễn Văn An", "phone": "0912345678",
    "email": "lienhe@saomai.example.vn", "site_name": "Sao Mai Tin Tức", "domains": ["saomai.example.vn"],
    "purpose": "Cung cấp tin tức", "content_scope": "Kinh tế, xã hội", "sources": ["Báo Mẫu"], "audience": "Mọi người",
    "server_location": "Bình Dương", "hosting_provider": "Nhà cung cấp Mẫu", "responsible_person": "Trần Thị Bình",
    "responsible_phone": "0987654321", "term_years": 5,
}


class Mails:
    """Takes mails; addresses at `dead.example.vn` are refused for good."""

    def __init__(self):
        self.taken = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.endswith("@dead.example.vn"):
            return f"550 5.1.1 <{address}> unknown"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.taken.append((list(envelope.rcpt_tos), email.message_from_bytes(envelope.content, policy=email.policy.default)))
        return "250 taken"


class Provider(http.server.BaseHTTPRequestHandler):
    """Takes text messages whose signature fits; the first try of each is turned away as busy."""

    taken = []
    tries = {}
    unsigned = []

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        try:
            Webhook(SECRET).verify(body, dict(self.headers))
        except WebhookVerificationError as fault:
            Provider.unsigned.append(str(fault))
            return self.answer(401)
        asked = json.loads(body)
        tries = Provider.tries.setdefault(asked["id"], [])
        tries.append(self.headers["webhook-id"])
        if len(tries) == 1:
            return self.answer(503)
        Provider.taken.append(asked)
        return self.answer(202)

    def answer(self, status):
        self.send_response(status)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def pdf(text):
    """A small PDF that really is one: what is none is not taken."""
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/PieceInfo<<>>>> % {text}",
    ]
    out, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj{body}\nendobj\n"
    table = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    out += "".join(f"{place:010} 00000 n \n" for place in places)
    out += f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n"
    return out.encode()


class Server:
    """The program under test."""

    started = []

    def __init__(self, program, folder, *more):
        Server.started.append(self)
        self.log = open(folder / "log", "ab")
        command = [program, "serve", "--demo", "--listen", "127.0.0.1:0", "--data", str(folder / "data"), *more]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self.log)
        line = self.process.stdout.readline().decode()
        self.url = re.search(r"http://\S+", line).group().rstrip("/")

    def kill(self):
        """As a power cut would."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait()


class Browser:
    """Somebody signed in."""

    def __init__(self, url, login):
        self.url = url
        jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        self.submit(f"/{AGENCY}/sign-in", f"/{AGENCY}/sign-in", {"login": login, "password": PASSWORD})

    def get(self, path):
        return self.opener.open(self.url + path).read().decode()

    def submit(self, page, action, fields):
        token = re.search(r'name="_csrf" value="([^"]+)"', self.get(page)).group(1)
        pairs = [("_csrf", token)]
        for name, value in fields.items():
            pairs += [(name, one) for one in (value if isinstance(value, list) else [value])]
        body = urllib.parse.urlencode(pairs).encode()
        return self.opener.open(urllib.request.Request(self.url + action, body)).read().decode()

    def api(self, path, body, headers=()):
        token = json.loads(self.get(f"/{AGENCY}/api/v1/token"))["csrf"]
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        kind = "application/octet-stream" if isinstance(body, bytes) else "application/json"
        request = urllib.request.Request(
            f"{self.url}/{AGENCY}/api/v1{path}", data, {"x-csrf-token": token, "content-type": kind, **dict(headers)}
        )
        return json.loads(self.opener.open(request).read())

    def file(self):
        files = []
        for part in ("project", "founding", "source-consent"):
            stored = self.api("/files", pdf(part), {"x-file-name": f"{part}.pdf"})
            files.append({"part": part, "sha256": stored["sha256"], "name": stored["name"]})
        party = {"name": "Công ty TNHH Truyền thông Sao Mai", "phone": "0912345678"}
        asked = {"procedure": "aggregated-site.grant", "form": FORM, "party": party, "files": files}
        return self.api("/cases", asked)


def wait(what, ready):
    """Waits until something is so, and gives it."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        found = ready()
        if found:
            return found
        time.sleep(0.2)
    raise AssertionError(f"never: {what}")


def check_mail(recipients, mail, subject, code):
    assert recipients == ["lienhe@saomai.example.vn"], recipients
    assert mail["subject"] == subject, mail["subject"]
    assert "Sao Mai" not in mail["subject"] and "0912" not in mail["subject"]
    assert mail["auto-submitted"] == "auto-generated"
    assert mail["from"].addresses[0].addr_spec == "thongbao@so.example.vn"
    assert mail["from"].addresses[0].display_name == "Sở Thông tin và Truyền thông"
    assert re.fullmatch(r"<[0-9a-f]{32}@so\.example\.vn>", mail["message-id"]), mail["message-id"]
    assert abs((datetime.now(timezone.utc) - mail["date"].datetime).total_seconds()) < 600, mail["date"]
    assert not mail.defects and mail.get_content_type() == "multipart/alternative"
    plain, html = mail.get_body(("plain",)).get_content(), mail.get_body(("html",)).get_content()
    assert plain.index("Kính gửi") < plain.index("Dear applicant"), plain
    assert code in plain and "/cases/" in plain and 'lang="en"' in html


def post_report(url, report, at=None, secret=SECRET):
    body = json.dumps(report)
    at = at or datetime.now(timezone.utc)
    headers = {
        "webhook-id": "report-1", "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign("report-1", at, body), "content-type": "application/json",
    }
    try:
        return urllib.request.urlopen(urllib.request.Request(url, body.encode(), headers)).status
    except urllib.error.HTTPError as refused:
        return refused.code


# conformance: TT32-9.2, HN-07, TT22-3.7
def story(program, folder, mails, settings):
    # A server that does no work beside answering: what is done there is told by nobody yet.
    server = Server(program, folder, "--notices", str(settings), "--papers-on-demand")
    citizen = Browser(server.url, "doanhnghiep")
    page = citizen.get(f"/{AGENCY}/notices/choices")
    assert " checked" not in page, "nothing is ticked before the citizen ticks it"
    choice = {"channels": ["email", "sms"], "email": "lienhe@saomai.example.vn", "phone": "0912345678"}
    citizen.submit(f"/{AGENCY}/notices/choices", f"/{AGENCY}/notices/choices", choice)
    filed = citizen.file()
    matter, code = filed["matter"], filed["code"]
    officer = Browser(server.url, "motcua")
    officer.api(f"/cases/{matter}/acts/receive", {"input": {"assignee": "press-1"}})
    # After the commit, before anything is sent.
    server.kill()
    assert not mails.taken and not Provider.tries

    server = Server(program, folder, "--notices", str(settings))
    wait("two mails", lambda: len(mails.taken) >= 2)
    text = wait("a text message", lambda: Provider.taken)[0]
    subjects = sorted(mail["subject"] for _, mail in mails.taken)
    assert subjects == sorted([f"Đã nhận hồ sơ {code}", f"Đã tiếp nhận hồ sơ {code}"]), subjects
    for recipients, mail in mails.taken:
        check_mail(recipients, mail, mail["subject"], code)
    assert len({mail["message-id"] for _, mail in mails.taken}) == 2
    assert not Provider.unsigned, Provider.unsigned
    assert text["to"] == "0912345678" and code in text["text"] and text["sender"] == "STTTT"
    assert Provider.tries[text["id"]] == [text["id"]] * 2, "turned away once, sent again under the same identifier"

    # The provider reports: late news does not undo what is known.
    report_to = server.url + urllib.parse.urlsplit(text["report_to"]).path
    delivered = {"id": text["id"], "status": "delivered", "at": datetime.now(timezone.utc).isoformat()}
    failed = {"id": text["id"], "status": "failed", "reason": "absent 0912345678"}
    other = "whsec_" + "A" * 32
    long_ago = datetime.fromtimestamp(time.time() - 3600, timezone.utc)
    assert post_report(report_to, delivered, secret=other) == 401
    assert post_report(report_to, delivered, at=long_ago) == 401
    assert post_report(report_to, {"id": "0" * 32, "status": "delivered"}) == 404
    assert post_report(report_to, {"id": text["id"], "status": "lost"}) == 400
    for report in (failed, delivered, delivered, failed):
        assert post_report(report_to, report) == 204
    officer = Browser(server.url, "motcua")
    page = officer.get(f"/{AGENCY}/desk/cases/{matter}")
    assert "Tin nhắn SMS 09•••78" in page and "đã đến nơi" in page and "Thư điện tử li•••@saomai.example.vn" in page
    assert "lienhe@saomai" not in page.split("Thông báo đã gửi")[1]
    citizen = Browser(server.url, "doanhnghiep")
    page = citizen.get(f"/{AGENCY}/cases/{matter}")
    assert "Thông báo (2)" in page and "đã đến nơi" in page

    # A dead address holds up nobody, and is not told to the log.
    dead = {"channels": ["email"], "email": "ai-do@dead.example.vn", "phone": "0912345678"}
    citizen.submit(f"/{AGENCY}/notices/choices", f"/{AGENCY}/notices/choices", dead)
    second = citizen.file()["matter"]
    wait("a refusal", lambda: "smtp-550" in officer.get(f"/{AGENCY}/desk/cases/{second}"))
    assert len(mails.taken) == 2, "each mail once"
    server.stop()
    log = (folder / "log").read_text()
    for personal in ("dead.example.vn", "0912345678", "saomai.example.vn", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"):
        assert personal not in log, f"{personal} is in the log"


def free_port():
    """The mail server connects to itself when it starts, so it must be told its port."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def main(program):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="congvu-notices-"))
    mails = Mails()
    smtp = Controller(mails, hostname="127.0.0.1", port=free_port(), enable_SMTPUTF8=True)
    smtp.start()
    provider = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    threading.Thread(target=provider.serve_forever, daemon=True).start()
    (folder / "sms-secret").write_text(SECRET)
    settings = folder / "notices.toml"
    settings.write_text(f"""
[email]
host = "127.0.0.1"
port = {smtp.port}
security = "none"
from = "Sở Thông tin và Truyền thông <thongbao@so.example.vn>"

[sms]
url = "http://127.0.0.1:{provider.server_port}/send"
secret-file = "sms-secret"
sender = "STTTT"
""")
    try:
        story(program, folder, mails, settings)
    except BaseException:
        sys.stderr.write("the server's last lines:\n" + (folder / "log").read_text()[-4000:])
        raise
    finally:
        for server in Server.started:
            server.stop()
        smtp.stop()
        provider.shutdown()
        with contextlib.suppress(OSError):
            shutil.rmtree(folder)
    print("two mails and one text message arrived once each, signed and well formed")


if __name__ == "__main__":
    main(sys.argv[1])
