// The main job in Bình Dương, end to end, as people do it: a business files, officers handle it, the delegated deputy signs
// for the director who is away, the licence comes out and can be checked by anyone; later it is amended, extended, issued
// again and revoked.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { APPLICATION, BASE, Stage, act, choice, file, fill, pdf, sound, state } from "./helpers.mjs";

const AGENCY = "binh-duong";
let stage;
let business;
let officers;
const licence = {};

before(async () => {
  stage = await Stage.open();
  business = await stage.visitor();
  officers = {};
  for (const login of ["motcua", "chuyenvien1", "truongphong", "giamdoc", "phogiamdoc1", "vanthu"]) {
    officers[login] = await stage.officer(AGENCY, login);
  }
});
after(() => stage.close());

/// From receipt to issue. The deputy signs: the director has handed over.
async function handle(matter, outcome = "granted") {
  const { motcua, chuyenvien1, truongphong, phogiamdoc1, vanthu } = officers;
  const specialist = await choice(motcua, AGENCY, matter, "receive", "assignee", "");
  await act(motcua, AGENCY, matter, "receive", { assignee: specialist === "press-2" ? "press-1" : specialist });
  await act(chuyenvien1, AGENCY, matter, "appraise", { recommendation: "granted", opinion: "Hồ sơ đủ, hợp lệ." });
  await act(truongphong, AGENCY, matter, "agree", {});
  await act(phogiamdoc1, AGENCY, matter, "sign", { outcome });
  await act(vanthu, AGENCY, matter, "issue", {});
}

test("the start page shows the five departments", async () => {
  await business.goto(`${BASE}/?lang=vi`);
  const text = await business.locator("main").innerText();
  for (const name of ["Hậu Giang", "Bình Thuận", "Hải Phòng", "Bình Dương", "Long An"]) assert.ok(text.includes(name), name);
  await sound(business, "start");
});

test("the procedure is found without diacritics", async () => {
  await business.goto(`${BASE}/${AGENCY}?lang=vi`);
  await sound(business, "department");
  await business.fill("input[type=search]", "trang tin tong hop");
  await business.press("input[type=search]", "Enter");
  await business.waitForURL(/procedures\?q=/);
  const first = business.locator("main .cards a").first();
  assert.equal((await first.innerText()).trim(), "Cấp giấy phép thiết lập trang thông tin điện tử tổng hợp");
  await sound(business, "finder");
  await first.click();
  await business.waitForURL(/aggregated-site\.grant/);
  assert.match(await business.locator("main").innerText(), /10 ngày làm việc/);
  await sound(business, "procedure");
});

test("a filing without what is required is sent back to the fields", async () => {
  await business.goto(`${BASE}/${AGENCY}/apply/aggregated-site.grant?lang=vi`);
  await business.click("main form button[type=submit]");
  await business.waitForURL(/\/drafts\//);
  await business.click("main form button.button-primary[type=submit]");
  assert.equal(await business.locator(".error-summary").count(), 1);
  await sound(business, "form-errors");
});

test("the business files with attachments and gets a receipt", async () => {
  const parts = ["project", "founding", "source-consent"];
  Object.assign(licence, await file(business, AGENCY, "aggregated-site.grant", APPLICATION, { parts }));
  assert.match(licence.code, /^000\.00\.00\.H09-240304-\d{4}$/);
  assert.match(await business.locator("main").innerText(), /18\/03\/2024/);
  await sound(business, "receipt");
  const link = business.locator('a[href*="/papers/"]').first();
  const paper = await business.request.get(new URL(await link.getAttribute("href"), BASE).href);
  assert.equal(paper.status(), 200);
  assert.equal((await paper.body()).subarray(0, 5).toString(), "%PDF-");
});

// conformance: HN-17, TT32-9.1, NB-10
test("anyone with number and telephone follows it, nobody else", async () => {
  const phone = await stage.visitor({ width: 360, height: 800 });
  const ask = async (number) => {
    await phone.goto(`${BASE}/${AGENCY}/cases?lang=vi`);
    const fields = phone.locator('main form[method="post"] input:not([type=hidden])');
    await fields.nth(0).fill(licence.code);
    await fields.nth(1).fill(number);
    await phone.locator('main form[method="post"] button[type=submit]').first().click();
    await phone.waitForLoadState();
  };
  await ask("0999999999");
  assert.ok(!phone.url().includes(licence.matter), "a wrong telephone opens nothing");
  await sound(phone, "follow-up-wrong");
  await ask("0912 345 678");
  assert.ok(phone.url().includes(licence.matter), "the right one opens the case");
  await sound(phone, "follow-up");
  licence.phone = phone;
});

// conformance: TT03-PL1.02, TT21-CN13
test("the specialist asks for what is missing, and the clock stops", async () => {
  const { motcua, chuyenvien1 } = officers;
  await motcua.goto(`${BASE}/${AGENCY}/desk?lang=vi`);
  assert.ok((await motcua.locator("main").innerText()).includes(licence.code), "it stands in the inbox of the one-stop desk");
  await sound(motcua, "inbox");
  await motcua.goto(`${BASE}/${AGENCY}/desk/cases/${licence.matter}?lang=vi`);
  await sound(motcua, "case-page");
  await act(motcua, AGENCY, licence.matter, "receive", { assignee: "press-1" });
  await act(chuyenvien1, AGENCY, licence.matter, "request-supplement", {
    items: "Văn bản chấp thuận của Báo Bình Dương", reason: "Chưa có chữ ký của người đại diện nguồn tin",
  });
  assert.match(await state(chuyenvien1, AGENCY, licence.matter), /Chờ bổ sung/);
  await business.goto(`${BASE}/${AGENCY}/cases/${licence.matter}?lang=vi`);
  assert.match(await business.locator("main").innerText(), /tạm dừng/i);
  await sound(business, "supplement-asked");
});

// conformance: TT22-6.1.đ
test("the business sends what was missing, and the clock goes on", async () => {
  await business.goto(`${BASE}/${AGENCY}/cases/${licence.matter}/acts/supplement?lang=vi`);
  const form = business.locator('form[action$="/acts/supplement"]').first();
  const input = form.locator("input[type=file]").last();
  await input.setInputFiles({ name: "chap-thuan.pdf", mimeType: "application/pdf", buffer: pdf("signed") });
  await form.locator("button[type=submit]").click();
  await business.waitForURL((url) => !url.pathname.includes("/acts/"));
  assert.match(await state(officers.chuyenvien1, AGENCY, licence.matter), /Đang thẩm định/);
});

test("appraised and agreed", async () => {
  const { chuyenvien1, truongphong } = officers;
  await act(chuyenvien1, AGENCY, licence.matter, "appraise", { recommendation: "granted", opinion: "Đủ điều kiện." });
  await act(truongphong, AGENCY, licence.matter, "agree", { note: "Đồng ý." });
  assert.match(await state(truongphong, AGENCY, licence.matter), /Chờ ký/);
});

test("a deputy may not sign while nothing is handed over", async () => {
  const page = officers.phogiamdoc1;
  await page.goto(`${BASE}/${AGENCY}/desk/cases/${licence.matter}?lang=vi`);
  assert.equal(await page.locator('form[action$="/acts/sign"]').count(), 0);
});

test("the director is away and hands over to one deputy", async () => {
  const { giamdoc } = officers;
  await giamdoc.goto(`${BASE}/${AGENCY}/desk/delegation?lang=vi`);
  await sound(giamdoc, "delegation");
  const form = giamdoc.locator('form[action$="/desk/delegation"]');
  for (const d of await giamdoc.locator("details", { has: form }).all()) await d.evaluate((e) => { e.open = true; });
  await form.locator("select").selectOption("deputy-1");
  const moments = form.locator('input[type="datetime-local"]');
  await moments.nth(1).fill("2024-03-15T17:00");
  await form.locator('input[type="text"], textarea').last().fill("Đi công tác");
  await form.locator("button[type=submit]").click();
  await giamdoc.waitForLoadState();
  await sound(giamdoc, "delegation-given");
});

test("the deputy signs KT. GIÁM ĐỐC, the clerk issues the licence", async () => {
  const { phogiamdoc1, vanthu } = officers;
  await phogiamdoc1.goto(`${BASE}/${AGENCY}/desk/cases/${licence.matter}?lang=vi`);
  await sound(phogiamdoc1, "case-to-sign");
  await act(phogiamdoc1, AGENCY, licence.matter, "sign", { outcome: "granted" });
  await sound(phogiamdoc1, "signed");
  await act(vanthu, AGENCY, licence.matter, "issue", {});
  assert.match(await state(vanthu, AGENCY, licence.matter), /Đã trả kết quả/);
  await sound(vanthu, "issued");
});

test("the licence is a PDF with number, KT. and a code that anyone can check", async () => {
  await business.goto(`${BASE}/${AGENCY}/cases/${licence.matter}?lang=vi`);
  const papers = await business.locator('a[href*="/papers/"]').evaluateAll((all) => all.map((a) => a.href));
  const result = papers.at(-1);
  const paper = await business.request.get(result);
  assert.equal(paper.status(), 200);
  licence.verify = result.match(/\/papers\/([0-9A-Z]+)/)[1];
  licence.pdf = await paper.body();
  const anyone = await stage.visitor({ width: 360, height: 800 });
  await anyone.goto(`${BASE}/${AGENCY}/v/${licence.verify}?lang=vi`);
  const text = await anyone.locator("main").innerText();
  assert.match(text, /01\/GP-STTTT/);
  assert.match(text, /KT\. GIÁM ĐỐC/);
  assert.match(await anyone.locator("h1").innerText(), /có hiệu lực|còn hiệu lực/i);
  await sound(anyone, "verification");
});

test("the public register lists it", async () => {
  const anyone = await stage.visitor();
  await anyone.goto(`${BASE}/${AGENCY}/registers/aggregated-sites?q=sao+mai&lang=vi`);
  assert.match(await anyone.locator("main").innerText(), /Sao Mai Ngày Mới/);
  await sound(anyone, "register");
  licence.entry = "2024/01/GP-STTTT";
  await anyone.goto(`${BASE}/${AGENCY}/registers/aggregated-sites/${licence.entry}?lang=vi`);
  await sound(anyone, "entry");
});

// conformance: TT01VPCP-17.1.b
test("every act leads to khoản 8 điểm a of the founding decision", async () => {
  await business.goto(`${BASE}/${AGENCY}/cases/${licence.matter}?lang=vi`);
  const chip = business.locator("a.chip").first();
  assert.match(await chip.innerText(), /Đ3·k8·a/);
  await chip.click();
  await business.waitForURL(/decision/);
  assert.match(await business.locator("main").innerText(), /cấp, thu hồi, sửa đổi, bổ\s+sung, gia hạn giấy phép thiết lập trang thông tin điện tử tổng hợp/);
  await sound(business, "clause");
});

/// What a later procedure asks for about the licence.
const about = (more) => ({
  licence_number: "01/GP-STTTT", licence_date: "2024-03-04", enterprise_code: APPLICATION.enterprise_code,
  phone: APPLICATION.phone, email: APPLICATION.email, ...more,
});

/// What the first licence says when its code is scanned.
async function scanned() {
  const anyone = await stage.visitor();
  await anyone.goto(`${BASE}/${AGENCY}/v/${licence.verify}?lang=vi`);
  return anyone;
}

test("the licence is amended, and the first paper says so", async () => {
  const amended = await file(business, AGENCY, "aggregated-site.amend", about({
    responsible_person: "Nguyễn Thị Mới", reason: "Thay đổi người chịu trách nhiệm quản lý nội dung",
  }), { parts: ["evidence"] });
  await handle(amended.matter);
  const anyone = await scanned();
  assert.match(await anyone.locator("main").innerText(), /02\/GP-STTTT/);
  await sound(anyone, "verification-changed");
});

test("it is extended and issued again after loss", async () => {
  const extended = await file(business, AGENCY, "aggregated-site.extend", about({ years: "2", reason: "Tiếp tục hoạt động" }));
  await handle(extended.matter);
  const again = await file(business, AGENCY, "aggregated-site.reissue", about({ cause: "lost", circumstances: "Thất lạc khi chuyển trụ sở" }));
  await handle(again.matter);
  const anyone = await stage.visitor();
  await anyone.goto(`${BASE}/${AGENCY}/registers/aggregated-sites/${licence.entry}?lang=vi`);
  const text = await anyone.locator("main").innerText();
  assert.match(text, /03\/2031/, "two years longer than 2029");
  assert.match(text, /04\/GP-STTTT/, "the paper of the re-issue");
});

test("the office revokes it, and whoever scans the code is told", async () => {
  const { chuyenvien1, truongphong, phogiamdoc1, vanthu } = officers;
  await chuyenvien1.goto(`${BASE}/${AGENCY}/desk/open/aggregated-site.revoke?entry=${encodeURIComponent(licence.entry)}&lang=vi`);
  await sound(chuyenvien1, "open-revocation");
  await fill(chuyenvien1, { ...about({}), ground: "suspended-twice", evidence: "Hai quyết định đình chỉ", open_facts: "Đã hai lần bị đình chỉ" });
  await chuyenvien1.locator('main form[action*="/desk/open/"] button[type=submit]').last().click();
  await chuyenvien1.waitForURL(/\/desk\/cases\//);
  const matter = chuyenvien1.url().match(/\/cases\/([^/?]+)/)[1];
  await act(chuyenvien1, AGENCY, matter, "propose", { opinion: "Đề nghị thu hồi." });
  await act(truongphong, AGENCY, matter, "agree", {});
  await act(phogiamdoc1, AGENCY, matter, "sign", { outcome: "done", reasons: "Hai lần bị đình chỉ", ground: "Điều 23 khoản 12 Nghị định 72/2013/NĐ-CP" });
  await act(vanthu, AGENCY, matter, "issue", {});
  const anyone = await scanned();
  assert.match(await anyone.locator("h1").innerText(), /thu hồi/i);
  await sound(anyone, "verification-revoked");
});
