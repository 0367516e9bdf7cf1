// Denouncing without a name: by keyboard and with nothing but a code, on a wide and a narrow screen; and the seal that opens once.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { BASE, Stage, pdf, sound } from "./helpers.mjs";

const AGENCY = "hau-giang";
const NAME = "Quách Thị Hồng Nhạn";
let stage;
before(async () => { stage = await Stage.open(); });
after(() => stage.close());

test("a breach is told of, followed by the code, looked at once, and nobody else finds the name", async () => {
  const page = await stage.visitor({ width: 360, height: 800 });
  await page.goto(`${BASE}/${AGENCY}/complaints?lang=vi`);
  await sound(page, "complaints");
  await page.click("main a[href$='/complaints/denounce']");
  await sound(page, "denounce");
  await page.check("[name=about][value=staff]");
  await page.fill("[name=content]", "Nhận phong bì tại quầy tiếp khách");
  await page.fill("[name=full_name]", NAME);
  await page.setInputFiles("[name=files]", { name: "anh.pdf", mimeType: "application/pdf", buffer: Buffer.from(pdf("BT ET")) });
  await page.click("main form[enctype] button[type=submit]");
  const code = (await page.textContent("main .big-number")).trim();
  assert.match(code, /^([0-9A-Z]{4}-){4}[0-9A-Z]{4}$/);
  await sound(page, "denounced");
  assert.ok(!page.url().includes(code.slice(0, 4)), "no code in the address");
  await page.goto(`${BASE}/${AGENCY}/complaints/follow?lang=vi`);
  await page.fill("[name=code]", code.toLowerCase());
  await page.click("main button[type=submit]");
  await sound(page, "followed");
  assert.ok(!(await page.content()).includes(NAME));

  const director = await stage.officer(AGENCY, "giamdoc");
  await director.goto(`${BASE}/${AGENCY}/desk/complaints?lang=vi`);
  await sound(director, "denunciations");
  await director.click("main table a[href*='/desk/complaints/']");
  await sound(director, "seal");
  await director.fill("[name=reason]", "Xác minh người tố cáo");
  await director.click("main form button[type=submit]");
  assert.ok((await director.textContent("main")).includes(NAME));
  await sound(director, "opened");

  // The desk notes the signed letter when it comes, and sees that there is something to note; the others see nothing at all.
  for (const [login, tables] of [["phogiamdoc1", 0], ["motcua", 1], ["truongphong", 0]]) {
    const other = await stage.officer(AGENCY, login);
    await other.goto(`${BASE}/${AGENCY}/desk/complaints?lang=vi`);
    assert.equal(await other.locator("main table").count(), tables, login);
    assert.ok(!(await other.textContent("main")).includes("Quách"), login);
    await other.goto(`${BASE}/${AGENCY}/desk/search?q=nhan&lang=vi`);
    assert.ok(!(await other.textContent("main")).includes("Quách"), login);
  }
});
