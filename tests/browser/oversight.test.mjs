// The director's page: what is late, where and why; reports and indicators; a citizen says how it went; feedback is published.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { APPLICATION, BASE, Stage, act, file, sound } from "./helpers.mjs";

const AGENCY = "hai-phong";
const PARTS = ["project", "founding", "source-consent"];
const WIDTHS = [360, 1280];
let stage;
let director;
let business;
const officers = {};

before(async () => {
  stage = await Stage.open();
  business = await stage.visitor();
  director = await stage.officer(AGENCY, "giamdoc");
  for (const login of ["motcua", "chuyenvien1", "truongphong", "vanthu"]) officers[login] = await stage.officer(AGENCY, login);
});
after(() => stage.close());

/// A page is sound on a telephone and on a desk.
async function soundAt(page, path, name) {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(`${BASE}/${AGENCY}${path}${path.includes("?") ? "&" : "?"}lang=vi`);
    await sound(page, `${name}-${width}`);
  }
}

test("the director's pages", async () => {
  const { matter } = await file(business, AGENCY, "aggregated-site.grant", { ...APPLICATION, site_name: "Đang giải quyết" }, { parts: PARTS });
  await soundAt(director, "/desk/overview", "overview");
  assert.match(await director.locator("main").innerText(), /Bộ phận Một cửa/);
  await director.locator('main a[href*="standing=open"]').first().click();
  await director.waitForURL(/\/overview\/cases/);
  assert.ok((await director.locator(`main a[href$="/desk/cases/${matter}"]`).count()) > 0, "the number leads to its cases");
  await soundAt(director, "/desk/overview/cases?standing=open", "overview-cases");
  await soundAt(director, "/desk/reports", "reports");
  await director.selectOption("[name=by]", "channel");
  await Promise.all([director.waitForNavigation(), director.click("main form button")]);
  assert.match(await director.locator("main table").first().innerText(), /Trực tuyến/);
  await soundAt(director, "/desk/indicators", "indicators");
});

test("who oversees nothing is told who does", async () => {
  await officers.chuyenvien1.goto(`${BASE}/${AGENCY}/desk/overview?lang=vi`);
  assert.match(await officers.chuyenvien1.locator("section.refusal").innerText(), /Giám đốc/);
});

// conformance: TT22-6.1.i
test("an applicant says how it went, after the result", async () => {
  const { matter } = await file(business, AGENCY, "aggregated-site.grant", { ...APPLICATION, site_name: "Có kết quả" }, { parts: PARTS });
  const rate = `/${AGENCY}/cases/${matter}/acts/rate`;
  assert.equal(await business.locator(`a[href$="${rate}"]`).count(), 0, "not before the result");
  await act(officers.motcua, AGENCY, matter, "receive", { assignee: "press-1" });
  await act(officers.chuyenvien1, AGENCY, matter, "appraise", { recommendation: "granted", opinion: "Đủ điều kiện." });
  await act(officers.truongphong, AGENCY, matter, "agree", {});
  await act(director, AGENCY, matter, "sign", { outcome: "granted" });
  await act(officers.vanthu, AGENCY, matter, "issue", {});
  await business.goto(`${BASE}/${AGENCY}/cases/${matter}?lang=vi`);
  await business.click(`a[href$="${rate}"]`);
  await soundAt(business, `/cases/${matter}/acts/rate`, "rate");
  await business.check('[name="overall"][value="2-satisfied"]');
  await Promise.all([business.waitForNavigation(), business.click("main form button[type=submit]")]);
  assert.equal(await business.locator(`a[href$="${rate}"]`).count(), 0, "once");
  // The office sees that it was said, not what.
  await director.goto(`${BASE}/${AGENCY}/desk/cases/${matter}?lang=vi`);
  const seen = await director.locator("main").innerText();
  assert.match(seen, /Đánh giá mức độ hài lòng/);
  assert.doesNotMatch(seen, /Nhìn chung/);
});

test("feedback and a procedure in figures, for everybody", async () => {
  await soundAt(business, "/feedback", "feedback");
  assert.ok((await business.locator('a[href$="/apply/feedback.handling"]').count()) === 1);
  await soundAt(business, "/procedures/aggregated-site.grant/figures", "figures");
});
