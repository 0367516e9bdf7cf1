// The counter by keyboard alone: a file on paper in under a minute. And an upload that is cut.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { APPLICATION, BASE, Stage, pdf, sound } from "./helpers.mjs";

const AGENCY = "hau-giang";
const PROCEDURE = "aggregated-site.grant";
let stage;
before(async () => { stage = await Stage.open(); });
after(() => stage.close());

/// Presses a key and counts it; typing counts every letter.
class Keys {
  constructor(page) { this.page = page; this.pressed = 0; }
  async press(key) { this.pressed += 1; await this.page.keyboard.press(key); }
  async type(text) { this.pressed += text.length; await this.page.keyboard.type(text); }
  focused() {
    return this.page.evaluate(() => {
      const e = document.activeElement;
      return { name: e?.name ?? "", type: e?.type ?? "", tag: e?.tagName ?? "" };
    });
  }
  /// Tab to the field with this name; gives up when the whole page has been walked through.
  async to(name, type) {
    for (let n = 0; n < 120; n += 1) {
      const at = await this.focused();
      if (at.name === name && (!type || at.type === type)) return;
      await this.press("Tab");
    }
    assert.fail(`${name} cannot be reached by keyboard`);
  }
}

// conformance: HN-03
test("a file on paper is taken in by keyboard in under a minute", async () => {
  const page = await stage.officer(AGENCY, "motcua");
  await page.goto(`${BASE}/${AGENCY}/desk/counter?lang=vi`);
  await sound(page, "counter");
  const keys = new Keys(page);
  const start = Date.now();
  assert.equal((await keys.focused()).name, "q", "the cursor is where the work begins");
  await keys.type("trang tin tong hop");
  await Promise.all([page.waitForNavigation(), keys.press("Enter")]);
  if (!page.url().includes("/take/")) {
    const found = page.locator(".counter-found a", { hasText: "Cấp giấy phép thiết lập trang thông tin" }).first();
    const key = await found.getAttribute("data-key");
    await page.evaluate(() => document.activeElement.blur());
    await Promise.all([page.waitForURL(/\/take\//), keys.press(key)]);
  }
  assert.ok(page.url().includes(PROCEDURE), page.url());
  await keys.to("_filer");
  await keys.type("Trần Văn Bình");
  for (const [name, value] of Object.entries(APPLICATION)) {
    // The form follows the law of the day: some fields come with a later decree.
    if ((await page.locator(`main [name="${name}"]`).count()) === 0) continue;
    await keys.to(name);
    await keys.type(value.replace("\n", ", "));
    if (name === "licensee" && (await page.locator("[name=kind]").count())) {
      await keys.to("kind");
      await keys.press("Space");
    }
  }
  for (const part of ["project", "founding", "source-consent"]) {
    // The chooser of the system is opened by the space bar; what it gives is the scanner's folder.
    await keys.to(`_f-${part}`);
    const chooser = page.waitForEvent("filechooser");
    await keys.press("Space");
    await (await chooser).setFiles({ name: `${part}.pdf`, mimeType: "application/pdf", buffer: pdf(part) });
  }
  await keys.to("", "submit");
  await Promise.all([page.waitForURL(/\/done\//), keys.press("Enter")]);
  const seconds = (Date.now() - start) / 1000;
  console.log(`# ${keys.pressed} keys, ${seconds.toFixed(1)} s of the machine's own time`);
  assert.ok(seconds < 60, `${seconds} s`);
  assert.match(await page.locator(".big-number").innerText(), /-0*\d+$/);
  await sound(page, "counter-done");
  // The next person is one key away.
  assert.ok(await page.evaluate(() => document.activeElement.getAttribute("href").endsWith("/desk/counter")));
  await Promise.all([page.waitForURL(/\/desk\/counter$/), page.keyboard.press("Enter")]);
  assert.equal((await keys.focused()).name, "q");
});

// conformance: TT32-8.2, NB-14.3
test("who comes again is filled in with one key", async () => {
  const page = await stage.officer(AGENCY, "motcua");
  await page.goto(`${BASE}/${AGENCY}/desk/counter?lang=vi`);
  // The browser puts the cursor where the work begins once the page is drawn; a person sees it there.
  await page.waitForFunction(() => document.activeElement?.name === "q");
  const keys = new Keys(page);
  await keys.type("photocopy mau");
  await keys.to("who");
  await keys.type(APPLICATION.enterprise_code);
  await Promise.all([page.waitForNavigation(), keys.press("Enter")]);
  if (!page.url().includes("/take/")) {
    await page.evaluate(() => document.activeElement.blur());
    await Promise.all([page.waitForURL(/\/take\//), keys.press("1")]);
  }
  await page.locator(".notice a[data-key='1']").waitFor();
  await page.evaluate(() => document.activeElement.blur());
  await Promise.all([page.waitForURL(/from=/), keys.press("1")]);
  assert.equal(await page.locator("[name=phone]").inputValue(), APPLICATION.phone);
  assert.equal(await page.locator("[name=_filer]").inputValue(), APPLICATION.licensee);
  console.log(`# ${keys.pressed} keys`);
  assert.ok(keys.pressed < 40, `${keys.pressed} keys`);
});

test("the form is sound on a narrow screen, and says what is wrong", async () => {
  const page = await stage.officer(AGENCY, "motcua");
  await page.setViewportSize({ width: 360, height: 800 });
  await page.goto(`${BASE}/${AGENCY}/desk/counter/take/${PROCEDURE}?lang=vi`);
  await sound(page, "counter-take");
  await Promise.all([page.waitForNavigation(), page.locator("main form[enctype] button.button-primary").click()]);
  await sound(page, "counter-take-errors");
  assert.ok((await page.locator(".error-summary li").count()) > 3);
});

// conformance: TT32-11.2.đ
test("what takes long shows how much of it is done", async () => {
  const page = await stage.visitor();
  await page.goto(`${BASE}/${AGENCY}/apply/${PROCEDURE}?lang=vi`);
  await page.click("main form button[type=submit]");
  await page.waitForURL(/\/drafts\//);
  await page.goto(page.url().replace(/(\/drafts\/[^/?]+).*/, "$1/files"));
  const large = Buffer.concat([Buffer.from("%PDF-1.4\n%"), Buffer.alloc(900_000, "a"), Buffer.from("\n"), pdf("x").subarray(9)]);
  let pieces = 0;
  let release;
  const held = new Promise((resolve) => { release = resolve; });
  await page.route(/\/uploads\//, async (route) => {
    if (route.request().method() === "PATCH") {
      pieces += 1;
      if (pieces === 3) await held;
    }
    return route.continue();
  });
  assert.equal(await page.locator("form[data-progress] progress").count(), 0, "nothing is under way");
  await page.locator('[name="project"]').setInputFiles({ name: "de-an.pdf", mimeType: "application/pdf", buffer: large });
  await page.locator('form[enctype="multipart/form-data"] button[type=submit]').click();
  const bar = page.locator("form[data-progress] progress");
  await bar.waitFor({ state: "visible" });
  await page.waitForFunction(() => document.querySelector("form[data-progress] progress").value > 0.3);
  const { value, label } = await bar.evaluate((e) => ({ value: e.value / e.max, label: e.getAttribute("aria-label") }));
  assert.ok(value > 0.3 && value < 1, `${value}`);
  assert.ok(label && label.length > 3, "it says what is under way");
  release();
  await page.locator('form[action$="/remove"]').waitFor({ timeout: 20_000 });
});

test("an upload that is cut goes on where it was", async () => {
  const page = await stage.visitor();
  await page.goto(`${BASE}/${AGENCY}/apply/${PROCEDURE}?lang=vi`);
  await page.click("main form button[type=submit]");
  await page.waitForURL(/\/drafts\//);
  await page.goto(page.url().replace(/(\/drafts\/[^/?]+).*/, "$1/files"));
  const large = Buffer.concat([Buffer.from("%PDF-1.4\n%"), Buffer.alloc(900_000, "a"), Buffer.from("\n"), pdf("x").subarray(9)]);
  let pieces = 0;
  await page.route(/\/uploads\//, async (route) => {
    if (route.request().method() === "PATCH") {
      pieces += 1;
      if (pieces === 2) return route.abort("connectionreset");
    }
    return route.continue();
  });
  await page.locator('[name="project"]').setInputFiles({ name: "đề án.pdf", mimeType: "application/pdf", buffer: large });
  await page.locator('form[enctype="multipart/form-data"] button[type=submit]').click();
  await page.locator('form[action$="/remove"]').waitFor({ timeout: 20_000 });
  assert.ok(pieces >= 5, `${pieces} pieces`);
  assert.match(await page.locator("ul.files").innerText(), /đề án\.pdf/);
});
