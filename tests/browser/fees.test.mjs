// What is to be paid, on the applicant's page and at the cash desk.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { BASE, Stage, file, sound } from "./helpers.mjs";

const AGENCY = "hau-giang";
const PARTS = ["registration", "plan", "contract", "prices", "quality", "compensation"];
const POSTAL = {
  licensee: "Công ty TNHH Bưu chính Sao Mai", enterprise_code: "6300000001", address: "1 Trần Hưng Đạo, thành phố Vị Thanh",
  legal_representative: "Trần Văn Bình", capital_million: "2500", services: "Dịch vụ thư", service_area: "Trong tỉnh Hậu Giang",
  operation: "own", quality_standard: "Theo bản công bố kèm hồ sơ", term_years: "10", contact_person: "Trần Văn Bình",
  phone: "0912345678", email: "lienhe@saomai.example.vn",
};
let stage;
const filed = {};

before(async () => { stage = await Stage.open(); });
after(async () => { await stage.close(); });

// conformance: NB-7.4
test("the applicant sees what is to be paid, with a code to scan", async () => {
  const page = await stage.visitor({ width: 360, height: 800 });
  Object.assign(filed, await file(page, AGENCY, "postal-licence.grant", POSTAL, { parts: PARTS }));
  const fee = page.locator("#fee");
  assert.match(await fee.innerText(), /10\.750\.000/);
  assert.match(await fee.innerText(), /demo/i);
  assert.equal(await fee.locator('svg[role="img"]').count(), 1);
  await sound(page, "fee-citizen");
});

test("the cashier takes it, and the applicant has the receipt", async () => {
  const page = await stage.officer(AGENCY, "thuphi");
  await page.goto(`${BASE}/${AGENCY}/desk/fees?lang=vi`);
  await sound(page, "fees-desk");
  await page.goto(`${BASE}/${AGENCY}/desk/fees/cases/${filed.matter}?lang=vi`);
  await sound(page, "fees-case");
  const form = page.locator('form[action$="/acts/collect-fee"]');
  await form.locator('[value="cash"]').check();
  await form.locator("button[type=submit]").click();
  await page.waitForLoadState();
  assert.match(await page.locator("main").innerText(), /Đã nộp đủ/);
  for (const path of ["/statements", "/open", "/report"]) {
    await page.goto(`${BASE}/${AGENCY}/desk/fees${path}?lang=vi`);
    await sound(page, `fees${path.replace("/", "-")}`);
  }
});

test("others have no business there", async () => {
  const page = await stage.officer(AGENCY, "vanthu");
  const answer = await page.goto(`${BASE}/${AGENCY}/desk/fees?lang=vi`);
  assert.equal(answer.status(), 403);
  await sound(page, "fees-refused");
});
