// The packs of a department, changed in the browser: a fault shown at its line, put right, approved by another person, and the
// citizens' page says the new fee. In Hải Phòng, on a procedure that the other stories leave alone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { BASE, Stage, sound } from "./helpers.mjs";

const AGENCY = "hai-phong";
const PROCEDURE = "newsletter.grant";
const FILE = "vn/press/newsletter-grant.toml";
const DAY = "2024-03-15";
// Checking all packs of a department takes seconds in a debug build.
const PATIENCE = { timeout: 120_000 };
let stage;
let writer;
let director;
let citizen;
let change;

before(async () => {
  stage = await Stage.open();
  writer = await stage.officer(AGENCY, "chuyenvien1");
  director = await stage.officer(AGENCY, "giamdoc");
  citizen = await stage.visitor();
  for (const page of [writer, director]) {
    page.setDefaultTimeout(120_000);
    page.setDefaultNavigationTimeout(120_000);
  }
});
after(() => stage.close());

const submit = (page, button) => Promise.all([page.waitForNavigation(), button.click()]);
const doAct = async (page, act, said = {}) => {
  await page.goto(change);
  await page.locator(`#act-${act}`).evaluate((e) => { e.open = true; });
  const form = page.locator(`form[action$="/acts/${act}"]`);
  for (const [name, value] of Object.entries(said)) await form.locator(`[name="${act}_${name}"]`).fill(value);
  await submit(page, form.locator("button[type=submit]"));
};

test("the procedures and their files can be read", PATIENCE, async () => {
  await writer.goto(`${BASE}/${AGENCY}/desk/packs?lang=vi`);
  await sound(writer, "packs");
  await writer.goto(`${BASE}/${AGENCY}/desk/packs/procedures/${PROCEDURE}`);
  await sound(writer, "packs-procedure");
  await writer.goto(`${BASE}/${AGENCY}/desk/packs/file?path=${FILE}#L6`);
  assert.match(await writer.locator("#L6").innerText(), /field = "press"/);
  await sound(writer, "packs-file");
});

test("a fault is shown with its line, nothing typed is lost, and it is put right", PATIENCE, async () => {
  await writer.goto(`${BASE}/${AGENCY}/desk/packs/procedures/${PROCEDURE}`);
  await writer.fill("[name=why]", "Nghị quyết mẫu về lệ phí");
  await submit(writer, writer.locator("main form button.button-primary"));
  change = writer.url().split("?")[0];
  await sound(writer, "packs-change");

  await writer.goto(`${change}/quick?path=${FILE}`);
  await writer.locator(`form[action$="/version"] [name=day]`).fill(DAY);
  await submit(writer, writer.locator(`form[action$="/version"] button`));
  assert.equal(writer.url().split("?")[0], change);

  await writer.goto(`${change}/edit?path=${FILE}`);
  const text = await writer.inputValue("[name=text]");
  const at = text.indexOf(`from = "${DAY}"`);
  const [before, version] = [text.slice(0, at), text.slice(at)];
  const priced = before + version.replace(/amount = 0\ntext = .*\n/, "amount = 120000\n");
  assert.notEqual(priced, text);
  const broken = priced.replace('\nunit = "press-publishing"', '\nunit = "press-publishing');
  const line = broken.slice(0, broken.indexOf('unit = "press-publishing')).split("\n").length;
  await writer.fill("[name=text]", broken);
  await submit(writer, writer.locator("button[value=check]"));
  assert.match(await writer.locator(".faults li").first().innerText(), new RegExp(`newsletter-grant\\.toml:${line}:`));
  assert.equal(await writer.inputValue("[name=text]"), broken);
  await sound(writer, "packs-fault");
  await writer.setViewportSize({ width: 360, height: 740 });
  await sound(writer, "packs-fault-360");
  await writer.setViewportSize({ width: 1280, height: 900 });

  await writer.fill("[name=text]", priced);
  await submit(writer, writer.locator("button[value=check]"));
  assert.equal(await writer.locator(".faults .place").filter({ hasText: "unit" }).count(), 0);
  await submit(writer, writer.locator("button[value=keep]"));
  assert.ok((await writer.locator("ins").filter({ hasText: "amount = 120000" }).count()) > 0);
  await sound(writer, "packs-changed");
  await writer.goto(`${change}/preview`);
  assert.match(await writer.locator("main").innerText(), /120\.000/);
  await sound(writer, "packs-preview");
});

test("whoever wrote it does not approve it; the director does, and the citizens' page says the new fee", PATIENCE, async () => {
  await doAct(writer, "submit-pack");
  await writer.goto(change);
  assert.equal(await writer.locator('form[action$="/acts/approve-pack"]').count(), 0);
  await doAct(director, "approve-pack");
  await director.goto(change);
  await sound(director, "packs-approved");
  await doAct(director, "enforce-pack", { from: DAY });
  const page = `${BASE}/${AGENCY}/procedures/${PROCEDURE}?lang=vi`;
  await citizen.goto(page);
  assert.match(await citizen.locator("main").innerText(), /Không thu phí/, "until that day the old fee");
  await director.goto(`${BASE}/${AGENCY}/desk/packs/procedures/${PROCEDURE}`);
  assert.match(await director.locator("main").innerText(), /15\/03\/2024[\s\S]*120\.000/);
});

test("from today on it is what citizens read, at once", PATIENCE, async () => {
  await writer.goto(`${BASE}/${AGENCY}/desk/packs/procedures/${PROCEDURE}`);
  await writer.fill("[name=why]", "Có hiệu lực ngay");
  await submit(writer, writer.locator("main form button.button-primary"));
  change = writer.url().split("?")[0];
  await writer.goto(`${change}/quick?path=${FILE}`);
  const today = await writer.locator(`form[action$="/version"] [name=day]`).inputValue();
  await submit(writer, writer.locator(`form[action$="/version"] button`));
  await writer.goto(`${change}/quick?path=${FILE}`);
  const form = writer.locator("form").filter({ has: writer.locator(`[name="fee.${today}"]`) });
  await form.locator(`[name="fee.${today}"]`).fill("90.000");
  await form.locator(`[name="fee-vi.${today}"]`).fill("90.000 đồng");
  await form.locator(`[name="fee-en.${today}"]`).fill("90,000 đồng");
  await sound(writer, "packs-quick");
  await submit(writer, form.locator("button[type=submit]"));
  await doAct(writer, "submit-pack");
  await doAct(director, "approve-pack");
  await doAct(director, "enforce-pack", { from: today });
  await citizen.goto(`${BASE}/${AGENCY}/procedures/${PROCEDURE}?lang=vi`);
  assert.match(await citizen.locator("main").innerText(), /90\.000 đồng/);
});
