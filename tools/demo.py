"""A demonstration that is served, and its enterprise that files: what the checks of papers and of the log have in common."""

import http.cookiejar
import json
import re
import subprocess
import sys
import urllib.parse
import urllib.request

AGENCY = "binh-duong"
PASSWORD = "congvu-demo"
FORM = {
    "licensee": "Công ty TNHH Truyền thông Sao Mai", "kind": "enterprise", "enterprise_code": "3700123456",
    "address": "Số 1 đường Mẫu, Thủ Dầu Một", "representative": "Nguyễn Văn An", "phone": "0912345678",
    "email": "lienhe@saomai.example.vn", "site_name": "Sao Mai Tin Tức", "domains": ["saomai.example.vn"],
    "purpose": "Cung cấp tin tức", "content_scope": "Kinh tế, xã hội", "sources": ["Báo Mẫu"], "audience": "Mọi người",
    "server_location": "Bình Dương", "hosting_provider": "Nhà cung cấp Mẫu", "responsible_person": "Trần Thị Bình",
    "responsible_phone": "0987654321", "term_years": 5,
}
ATTACHED = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


class Program:
    """The program under test, serving."""

    def __init__(self, *command):
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        line = self.process.stdout.readline().decode()
        found = re.search(r"http://\S+", line)
        if not found:
            self.stop()
            sys.exit(f"{command}: did not start: {line}")
        self.url = found.group().rstrip("/")

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Citizen:
    """The demonstration's enterprise, signed in."""

    def __init__(self, url, agency=AGENCY):
        self.url = url
        self.agency = agency
        jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        page = self.get(f"/{agency}/sign-in").decode()
        token = re.search(r'name="_csrf" value="([^"]+)"', page).group(1)
        fields = {"_csrf": token, "login": "doanhnghiep", "password": PASSWORD}
        self.opener.open(f"{url}/{agency}/sign-in", urllib.parse.urlencode(fields).encode()).read()

    def get(self, path):
        return self.opener.open(self.url + path).read()

    def api(self, path, body, **more):
        token = json.loads(self.get(f"/{self.agency}/api/v1/token"))["csrf"]
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        kind = "application/octet-stream" if isinstance(body, bytes) else "application/json"
        headers = {"x-csrf-token": token, "content-type": kind, **more}
        request = urllib.request.Request(f"{self.url}/{self.agency}/api/v1{path}", data, headers)
        return json.loads(self.opener.open(request).read())

    def file(self):
        """Files an application, and gives its matter."""
        files = []
        for part in ("project", "founding", "source-consent"):
            stored = self.api("/files", ATTACHED, **{"x-file-name": f"{part}.pdf"})
            files.append({"part": part, "sha256": stored["sha256"], "name": stored["name"]})
        party = {"name": "Công ty TNHH Truyền thông Sao Mai", "phone": "0912345678"}
        return self.api("/cases", {"procedure": "aggregated-site.grant", "form": FORM, "party": party, "files": files})["matter"]

    def receipt(self):
        """Files an application, and gives the receipt."""
        matter = self.file()
        page = self.get(f"/{self.agency}/cases/{matter}").decode()
        path = re.search(rf'href="(/{self.agency}/cases/{matter}/papers/[0-9A-Z]+)"', page).group(1)
        return self.get(path)
