// The office manager draws the department: appointments, the chart, leave, a merger.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { BASE, Stage, sound } from "./helpers.mjs";

const HOME = `${BASE}/hau-giang`;
let stage;
before(async () => { stage = await Stage.open(); });
after(async () => { await stage?.close(); });

test("pages of people are sound on small and large screens", async () => {
  const page = await stage.officer("hau-giang", "chanhvanphong");
  const paths = ["people", "people/chart", "people/signing", "people/prepare", "people/structure", "people/files",
    "people/open/leave/grant-leave", "people/open/substitute/name-substitute", "people/open/quota/set-quota"];
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    for (const path of paths) {
      await page.goto(`${HOME}/desk/${path}`);
      await sound(page, `people-${path.replaceAll("/", "-")}-${width}`);
    }
  }
  const visitor = await stage.visitor({ width: 360, height: 900 });
  await visitor.goto(`${HOME}/organisation?lang=vi`);
  await sound(visitor, "people-organisation-360");
});

test("a fourth deputy is refused, and the page says what would make it lawful", async () => {
  const page = await stage.officer("hau-giang", "chanhvanphong");
  const chairman = await stage.officer("hau-giang", "chutich");
  const prepare = async (name) => {
    await page.goto(`${HOME}/desk/people/prepare`);
    await page.selectOption("[name=person]", "+");
    await page.fill("[name=name]", name);
    await page.selectOption("[name=position]", "+");
    await page.selectOption("[name=kind]", "deputy-director");
    await page.fill("[name=from]", "2024-03-20T00:00");
    await page.click("main form[method=post] button[type=submit]");
  };
  await prepare("Y-Ngông");
  assert.match(page.url(), /\/desk\/cases\//);
  await chairman.goto(page.url());
  await chairman.click("summary:has-text('Ký quyết định bổ nhiệm')");
  await chairman.click("form[action$='/acts/sign-appointment'] button[type=submit]");
  await chairman.waitForSelector("text=Đang giữ chức vụ");
  await prepare("Trần Thị Tư");
  const text = await page.textContent("main");
  for (const said of ["Đ3·k1", "hiện đã có 3", "hợp pháp", "thôi giữ chức vụ", "Đ2·k1·d"]) assert.ok(text.includes(said), said);
  await sound(page, "people-fourth-deputy");
});
