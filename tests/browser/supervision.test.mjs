// A violation from the record to the public register: who may fine so much, the licence out of force at once, and given back.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { BASE, Stage, act, fill, sound } from "./helpers.mjs";

const AGENCY = "binh-duong";
const DESK = `${BASE}/${AGENCY}/desk/supervision`;
let stage;
let inspector;
let head;
let matter;

before(async () => {
  stage = await Stage.open();
  inspector = await stage.officer(AGENCY, "thanhtra1");
  head = await stage.officer(AGENCY, "chanhthanhtra");
});
after(async () => { await stage.close(); });

test("the inspectorate at a glance and a plan that shows what comes twice", async () => {
  await head.goto(`${DESK}?lang=vi`);
  await sound(head, "supervision-home");
  await head.goto(`${DESK}/plans?lang=vi`);
  await sound(head, "supervision-plans");
  await head.locator('[name="act.year"]').fill("2024");
  await head.locator('[name="act.legal-basis"]').fill("Định hướng thanh tra");
  await head.click("main form button[type=submit]");
  await head.waitForURL(/\/plans\/.+/);
  await head.locator('form[action$="/revise-plan"] textarea').fill("3700000001 | Sao Mai | in | 5 | Lưu chiểu\n37.0000.0001 | Sao Mai | in | 9 | Máy photo");
  await head.click('form[action$="/revise-plan"] button');
  await head.waitForLoadState();
  assert.match(await head.locator("main").innerText(), /trùng trong chính kế hoạch này/);
  await sound(head, "supervision-plan");
  const anyone = await stage.visitor({ width: 360, height: 800 });
  await anyone.goto(`${BASE}/${AGENCY}/supervision?lang=vi`);
  await sound(anyone, "supervision-public");
});

test("a record with its bracket, and who may fine so much", async () => {
  await inspector.goto(`${DESK}/new/violation?field=press&lang=vi`);
  await sound(inspector, "supervision-new");
  await fill(inspector, {
    offender_kind: "organisation", subject_name: "Công ty Sao Mai", subject_code: "3700000001", address: "1 Đại lộ Bình Dương",
    behaviours: "119-2020.11.6", act_status: "ended", ended_on: "2024-03-01", place: "Hội trường", "act.facts": "Họp báo gây hại.",
  });
  await inspector.click("main form button[type=submit]");
  await inspector.waitForURL(/\/supervision\/cases\//);
  matter = inspector.url().match(/\/cases\/([^/?]+)/)[1];
  const text = await inspector.locator("main").innerText();
  assert.match(text, /140\.000\.000/);
  assert.match(text, /vượt thẩm quyền, chuyển lên/);
  await sound(inspector, "supervision-case");
  await inspector.setViewportSize({ width: 360, height: 800 });
  await sound(inspector, "supervision-case-narrow");
  await inspector.locator('[name="act.opinion"]').fill("Đề nghị xử phạt.");
  await inspector.click('form[action$="/weigh"] button');
  await inspector.waitForLoadState();
});

test("above the amount of the chief inspector the file goes to the Chairman", async () => {
  await head.goto(`${BASE}/${AGENCY}/desk/cases/${matter}?lang=vi`);
  assert.equal(await head.locator('form[action$="/acts/sanction"]').count(), 0, "not offered");
  const refused = await head.locator("main").textContent();
  assert.match(refused, /200\.000\.000/);
  assert.match(refused, /100\.000\.000/);
  assert.match(refused, /Chủ tịch Ủy ban nhân dân/);
  await act(head, AGENCY, matter, "send-up", { reason: "Vượt thẩm quyền." });
  await sound(head, "supervision-sent-up");
});
