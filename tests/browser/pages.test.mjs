// Every kind of page as people meet it: on a telephone and on a desk, light and dark, in both languages, without
// JavaScript, with the keyboard alone, on paper.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { APPLICATION, BASE, Stage, act, file, pdf, post, sound, state } from "./helpers.mjs";

const AGENCY = "long-an";
const HOME = `${BASE}/${AGENCY}`;
const PARTS = ["project", "founding", "source-consent"];
const MAX_BYTES = 100 * 1024;
const MAX_REQUESTS = 10;

// Each pair of width, scheme and language is met once; CONGVU_ALL=1 walks through all eight.
const PAIRS = [[360, "light", "vi"], [360, "dark", "en"], [1280, "dark", "vi"], [1280, "light", "en"]];
const ALL = [360, 1280].flatMap((w) => ["light", "dark"].flatMap((s) => ["vi", "en"].map((l) => [w, s, l])));
const WAYS = process.env.CONGVU_ALL ? ALL : PAIRS;

let stage;
const signedIn = {};
const seen = {};

before(async () => {
  stage = await Stage.open();
  const business = await stage.visitor();
  const grant = (site) => file(business, AGENCY, "aggregated-site.grant", { ...APPLICATION, site_name: site }, { parts: PARTS });
  const pages = {};
  for (const login of ["motcua", "chuyenvien1", "truongphong", "giamdoc", "vanthu"]) {
    pages[login] = await stage.officer(AGENCY, login);
    signedIn[login] = await pages[login].context().storageState();
  }
  const done = await grant("Trang Đã Cấp");
  await act(pages.motcua, AGENCY, done.matter, "receive", { assignee: "press-1" });
  await act(pages.chuyenvien1, AGENCY, done.matter, "appraise", { recommendation: "granted", opinion: "Đủ." });
  await act(pages.truongphong, AGENCY, done.matter, "agree", {});
  await act(pages.giamdoc, AGENCY, done.matter, "sign", { outcome: "granted" });
  await act(pages.vanthu, AGENCY, done.matter, "issue", {});
  const open = await grant("Trang Đang Chờ");
  await act(pages.motcua, AGENCY, open.matter, "receive", { assignee: "press-1" });
  await act(pages.chuyenvien1, AGENCY, open.matter, "request-supplement", { items: "Văn bản chấp thuận", reason: "Thiếu chữ ký" });
  const waiting = await grant("Trang Mới Nộp");
  signedIn.business = await business.context().storageState();

  await business.goto(`${HOME}/cases/${done.matter}?lang=vi`);
  const papers = await business.locator('a[href*="/papers/"]').evaluateAll((all) => all.map((a) => a.href));
  await business.goto(`${HOME}/registers/aggregated-sites?lang=vi`);
  const entry = await business.locator('main a[href*="/registers/aggregated-sites/"]').first().getAttribute("href");
  await business.goto(`${HOME}/apply/aggregated-site.grant?lang=vi`);
  await business.click("main form button[type=submit]");
  await business.waitForURL(/\/drafts\//);
  Object.assign(seen, {
    done: done.matter, open: open.matter, waiting: waiting.matter, entry,
    code: papers.at(-1).match(/\/papers\/([0-9A-Z]+)/)[1],
    draft: new URL(business.url()).pathname.replace(/.*\/drafts\//, ""),
  });
});
after(() => stage.close());

/// Looks at one page in every way. `open` brings the page there.
async function look(name, who, open) {
  for (const [width, colorScheme, lang] of WAYS) {
    const context = await stage.browser.newContext({
      viewport: { width, height: 900 }, colorScheme, bypassCSP: true, locale: lang === "vi" ? "vi-VN" : "en-GB",
      storageState: who ? signedIn[who] : undefined,
    });
    const page = await context.newPage();
    const requests = [];
    page.on("requestfinished", (r) => requests.push(r));
    const way = `${name}-${lang}-${width}-${colorScheme}`;
    await open(page, lang);
    if (requests.every((r) => r.method() === "GET")) {
      const sizes = await Promise.all(requests.map((r) => r.sizes()));
      const bytes = sizes.reduce((sum, s) => sum + s.responseBodySize + s.responseHeadersSize, 0);
      assert.ok(bytes < MAX_BYTES, `${way} weighs ${bytes} bytes`);
      assert.ok(requests.length <= MAX_REQUESTS, `${way} takes ${requests.length} requests`);
    }
    assert.equal(await page.locator("h1").count(), 1, `one h1 on ${way}`);
    assert.equal(await page.locator("html").getAttribute("lang"), lang, way);
    const text = await page.locator("main").innerText();
    assert.doesNotMatch(text, /\b(casework|licensing|registers|views|accounts|agenda|oversight|error)-[a-z]+-?[a-z]*\b|\bundefined\b|\bnull\b/, way);
    if (lang === "vi") assert.doesNotMatch(text, /\b(granted|refused|decide|revoke|suspend|not given)\b/i, `English on ${way}`);
    await page.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
    await sound(page, way);
    await context.close();
  }
}

const PUBLIC = {
  departments: () => `${BASE}/`,
  department: () => HOME,
  finder: () => `${HOME}/procedures?q=trang+tin`,
  "finder-nothing": () => `${HOME}/procedures?q=xyzzy`,
  procedure: () => `${HOME}/procedures/aggregated-site.grant`,
  "procedure-of-the-office": () => `${HOME}/procedures/aggregated-site.revoke`,
  begin: () => `${HOME}/apply/aggregated-site.grant`,
  "drafts-none": () => `${HOME}/drafts`,
  "follow-up": () => `${HOME}/cases`,
  registers: () => `${HOME}/registers`,
  register: () => `${HOME}/registers/aggregated-sites`,
  "register-nothing": () => `${HOME}/registers/aggregated-sites?q=xyzzy`,
  "register-empty": () => `${BASE}/binh-thuan/registers/aggregated-sites`,
  entry: () => new URL(seen.entry, BASE).href,
  verify: () => `${HOME}/verify`,
  trust: () => `${HOME}/trust`,
  "public-log": () => `${HOME}/log`,
  verification: () => `${HOME}/v/${seen.code}`,
  "verification-not-ours": () => `${HOME}/v/0000000000000000`,
  decision: () => `${HOME}/decision`,
  clause: () => `${HOME}/decision/art_3`,
  compare: () => `${BASE}/compare?a=long-an&b=hai-phong&show=substantive`,
  "sign-in": () => `${HOME}/sign-in`,
  "register-account": () => `${HOME}/register-account`,
};
const CITIZEN = {
  drafts: () => `${HOME}/drafts`,
  form: () => `${HOME}/drafts/${seen.draft}`,
  files: () => `${HOME}/drafts/${seen.draft}/files`,
  "case-waiting": () => `${HOME}/cases/${seen.waiting}`,
  "case-supplement": () => `${HOME}/cases/${seen.open}`,
  "case-done": () => `${HOME}/cases/${seen.done}`,
  supplement: () => `${HOME}/cases/${seen.open}/acts/supplement`,
  withdraw: () => `${HOME}/cases/${seen.waiting}/acts/withdraw`,
};
const OFFICER = {
  inbox: ["motcua", () => `${HOME}/desk`],
  "inbox-empty": ["vanthu", () => `${HOME}/desk`],
  "case-to-receive": ["motcua", () => `${HOME}/desk/cases/${seen.waiting}`],
  "case-of-another": ["giamdoc", () => `${HOME}/desk/cases/${seen.open}`],
  "case-issued": ["vanthu", () => `${HOME}/desk/cases/${seen.done}`],
  search: ["motcua", () => `${HOME}/desk/search?q=sao+mai`],
  "search-nothing": ["motcua", () => `${HOME}/desk/search?q=xyzzy`],
  delegation: ["giamdoc", () => `${HOME}/desk/delegation`],
  "delegation-not-you": ["motcua", () => `${HOME}/desk/delegation`],
  calendar: ["giamdoc", () => `${HOME}/desk/calendar`],
  morning: ["giamdoc", () => `${HOME}/desk/morning`],
  people: ["giamdoc", () => `${HOME}/desk/people`],
  "people-clauses": ["giamdoc", () => `${HOME}/desk/people/clauses`],
  "open-revocation": ["chuyenvien1", () => `${HOME}/desk/open/aggregated-site.revoke`],
};

const at = (address, status) => async (page, lang) => {
  const url = new URL(address());
  url.searchParams.set("lang", lang);
  assert.equal((await page.goto(url.href)).status(), status, url.href);
};

for (const [name, address] of Object.entries(PUBLIC)) {
  // conformance: TT21-4.1, TT32-17, TT32-18.1.a, TT32-18.1.b, TT32-18.1.c, TT32-18.1.d, TT32-18.1.đ
  test(`anyone: ${name}`, () => look(name, undefined, at(address, name.endsWith("not-ours") ? 404 : 200)));
}
for (const [name, address] of Object.entries(CITIZEN)) {
  test(`applicant: ${name}`, () => look(name, "business", at(address, 200)));
}
for (const [name, [who, address]] of Object.entries(OFFICER)) {
  test(`officer: ${name}`, () => look(name, who, at(address, 200)));
}

test("error: nothing there", () => look("404", undefined, at(() => `${HOME}/khong-co/trang-nay`, 404)));
test("error: no such department", () => look("404-department", undefined, at(() => `${BASE}/khong-co`, 404)));
test("error: refused", () => look("403", "chuyenvien1", async (page, lang) => {
  await page.goto(`${HOME}/desk/cases/${seen.open}?lang=${lang}`);
  assert.equal(await post(page, `${HOME}/desk/cases/${seen.open}/acts/sign`, { sign_outcome: "granted" }), 403);
}));
test("error: not the time for it", () => look("409", "giamdoc", async (page, lang) => {
  await page.goto(`${HOME}/desk/cases/${seen.open}?lang=${lang}`);
  assert.equal(await post(page, `${HOME}/desk/cases/${seen.open}/acts/sign`, { sign_outcome: "granted" }), 409);
}));
test("error: somebody was faster", () => look("409-changed", "motcua", async (page, lang) => {
  await page.goto(`${HOME}/desk/cases/${seen.waiting}?lang=${lang}`);
  const stale = { receive_assignee: "press-1", _seen: "0" };
  assert.equal(await post(page, `${HOME}/desk/cases/${seen.waiting}/acts/receive`, stale), 409);
}));
test("error: what was said does not do", () => look("422", "motcua", async (page, lang) => {
  await page.goto(`${HOME}/desk/cases/${seen.waiting}?lang=${lang}`);
  assert.equal(await post(page, `${HOME}/desk/cases/${seen.waiting}/acts/receive`, {}), 422);
}));
test("error: the form of an application", () => look("422-form", "business", async (page, lang) => {
  await page.goto(`${HOME}/drafts/${seen.draft}?lang=${lang}`);
  await Promise.all([page.waitForNavigation(), page.click("main form button.button-primary[type=submit]")]);
  assert.ok(await page.locator(".error-summary").count());
}));
test("error: a wrong password", () => look("401", undefined, async (page, lang) => {
  await page.goto(`${HOME}/sign-in?lang=${lang}`);
  await page.fill("[name=login]", "khong-co-ai");
  await page.fill("[name=password]", "sai");
  await Promise.all([page.waitForNavigation(), page.click("main button[type=submit]")]);
}));
test("error: another's case", () => look("404-case", undefined, at(() => `${HOME}/cases/${seen.done}`, 404)));

// conformance: TT32-11.2.a
test("without JavaScript an application is filed and received", async () => {
  const context = (storageState) => stage.browser.newContext({ javaScriptEnabled: false, locale: "vi-VN", storageState });
  const page = await (await context()).newPage();
  const filed = await file(page, AGENCY, "aggregated-site.grant", { ...APPLICATION, site_name: "Không cần JavaScript" }, { parts: PARTS });
  const officer = await (await context(signedIn.motcua)).newPage();
  await officer.goto(`${HOME}/desk?lang=vi`);
  await officer.click(`a[href*="${filed.matter}"]`);
  await officer.click("#act-receive summary");
  await officer.selectOption('[name="receive_assignee"]', "press-1");
  await officer.click('form[action$="/acts/receive"] button');
  assert.match(await state(officer, AGENCY, filed.matter), /Đang thẩm định/);
});

/// Presses Tab until the focus is where it should be.
async function tabTo(page, selector) {
  for (let i = 0; i < 120; i += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((s) => document.activeElement?.matches(s), selector)) return;
  }
  assert.fail(`the keyboard does not reach ${selector} on ${page.url()}`);
}
const enter = (page) => Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);

test("with the keyboard alone: from the start page to the receipt", async () => {
  const page = await stage.visitor();
  await page.goto(`${HOME}?lang=vi`);
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => document.activeElement.matches("a.skip")), "the first stop leads to the content");
  await page.keyboard.press("Enter");
  await tabTo(page, "input[type=search]");
  await page.keyboard.type("cap giay phep trang tong hop");
  await enter(page);
  await tabTo(page, 'main a[href$="aggregated-site.grant"]');
  await enter(page);
  await tabTo(page, 'a[href*="/apply/"]');
  await enter(page);
  await tabTo(page, "main form button");
  await enter(page);
  const fields = await page.locator("main form [name]:not([type=hidden])").evaluateAll((all) => [...new Set(all.filter((e) => e.name).map((e) => e.name))]);
  for (const name of fields) {
    const radio = await page.locator(`[name="${name}"][type=radio]`).count();
    if (!radio && APPLICATION[name] === undefined) continue;
    await tabTo(page, `[name="${name}"]`);
    if (radio) await page.keyboard.press("Space");
    else await page.keyboard.type(APPLICATION[name]);
  }
  await tabTo(page, "main form button.button-primary");
  await enter(page);
  assert.match(page.url(), /\/files/);
  // The dialog in which a file is chosen is the system's own.
  for (const part of PARTS) {
    await tabTo(page, `[name="${part}"]`);
    await page.setInputFiles(`[name="${part}"]`, { name: `${part}.pdf`, mimeType: "application/pdf", buffer: pdf(part) });
  }
  await tabTo(page, 'form[enctype="multipart/form-data"] button');
  await page.keyboard.press("Enter");
  await page.locator('form[action$="/remove"]').nth(2).waitFor();
  await tabTo(page, 'a[href$="/check"]');
  await enter(page);
  await tabTo(page, 'form[action$="/file"] button');
  await enter(page);
  assert.match(page.url(), /\/cases\//);
  assert.ok(await page.locator(".big-number").isVisible());
});

test("with the keyboard alone: the inbox", async () => {
  const page = await stage.officer(AGENCY, "motcua");
  await file(await stage.visitor(), AGENCY, "aggregated-site.grant", { ...APPLICATION, site_name: "Phím tắt" }, { parts: PARTS });
  await page.goto(`${HOME}/desk?lang=vi`);
  const focused = () => page.evaluate(() => document.activeElement.getAttribute("href"));
  await page.keyboard.press("j");
  const first = await focused();
  await page.keyboard.press("j");
  const second = await focused();
  assert.ok(first && second && first !== second, "j goes down");
  await page.keyboard.press("k");
  assert.equal(await focused(), first, "k goes up");
  await page.keyboard.press("?");
  assert.ok(await page.locator("#keys").isVisible(), "? shows the keys");
  await page.keyboard.press("Escape");
  await page.keyboard.press("/");
  assert.ok(await page.evaluate(() => document.activeElement.matches("[data-search]")), "/ goes to the search");
  await page.keyboard.press("Tab");
  await page.goto(new URL(first, BASE).href);
  await page.keyboard.press("1");
  const open = page.locator("details.act[open]");
  assert.equal(await open.count(), 1, "a number opens an act");
  await tabTo(page, "details.act[open] select");
  await page.keyboard.press("ArrowDown");
  await tabTo(page, "details.act[open] button[type=submit]");
  await enter(page);
  assert.match(await page.locator(".badge").first().innerText(), /Đang thẩm định/);
});

test("the other language is the same page", async () => {
  const page = await stage.officer(AGENCY, "giamdoc");
  for (const path of ["/procedures?q=trang+tin", "/procedures/aggregated-site.grant", "/registers/aggregated-sites", `/desk/cases/${seen.open}`, "/decision/art_3"]) {
    await page.goto(`${HOME}${path}`);
    await page.click('.langs a[lang="en"]');
    const there = new URL(page.url());
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
    there.searchParams.delete("lang");
    assert.equal(there.href, new URL(`${HOME}${path}`).href);
    await page.goto(`${HOME}${path}`);
    assert.equal(await page.locator("html").getAttribute("lang"), "en", "and it is remembered");
    await page.click('.langs a[lang="vi"]');
  }
});

// conformance: TT21-CN19
test("a receipt on paper", async () => {
  const context = await stage.browser.newContext({ storageState: signedIn.business, colorScheme: "dark" });
  const page = await context.newPage();
  await page.goto(`${HOME}/cases/${seen.waiting}?lang=vi`);
  await page.emulateMedia({ media: "print" });
  for (const shown of [".big-number", "h1", ".clock"]) assert.ok(await page.locator(shown).first().isVisible(), shown);
  for (const gone of [".main-nav", ".langs", ".crumbs", ".acts", "a.skip"]) {
    for (const one of await page.locator(gone).all()) assert.ok(!(await one.isVisible()), gone);
  }
  const colours = await page.evaluate(() => [getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]);
  assert.deepEqual(colours, ["rgb(0, 0, 0)", "rgb(255, 255, 255)"], "black on white, also where the screen is dark");
  assert.ok((await page.pdf({ format: "A4" })).length > 0);
});

test("search finds words typed without diacritics", async () => {
  const anyone = await stage.visitor();
  await anyone.goto(`${HOME}/procedures?q=gia+han+giay+phep&lang=vi`);
  assert.match(await anyone.locator("main .cards a").first().innerText(), /Gia hạn/);
  await anyone.goto(`${HOME}/registers/aggregated-sites?q=trang+da+cap&lang=vi`);
  assert.match(await anyone.locator("main").innerText(), /Trang Đã Cấp/);
  const officer = await stage.officer(AGENCY, "motcua");
  await officer.goto(`${HOME}/desk/search?q=trang+dang+cho&lang=vi`);
  assert.match(await officer.locator("main").innerText(), /Trang Đang Chờ/);
});

test("a code is read as people type it", async () => {
  const anyone = await stage.visitor({ width: 360, height: 800 });
  for (const typed of [seen.code, seen.code.toLowerCase(), ` ${seen.code.match(/..../g).join(" ").toLowerCase()} `, seen.code.match(/..../g).join("-")]) {
    await anyone.goto(`${HOME}/verify?lang=vi`);
    await anyone.fill("main form input[type=text], main form input:not([type])", typed);
    await Promise.all([anyone.waitForNavigation(), anyone.click("main form button[type=submit]")]);
    assert.match(await anyone.locator("h1").innerText(), /Còn hiệu lực/, typed);
    assert.equal(await anyone.locator('.main-nav a[aria-current]', { hasText: "Trang đầu" }).count(), 0, "not the start page");
  }
});
