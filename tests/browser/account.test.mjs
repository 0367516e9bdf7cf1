// Somebody opens an account, files, comes back on another device, and uses papers again; pages about the site.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { APPLICATION, BASE, Stage, act, file, sound } from "./helpers.mjs";

const AGENCY = "binh-thuan";
const HOME = `${BASE}/${AGENCY}`;
const PARTS = ["project", "founding", "source-consent"];
const LOGIN = `tran.thi.binh.${Date.now()}`;
const PASSWORD = "con mèo trèo cây cau";

let stage;
before(async () => { stage = await Stage.open(); });
after(() => stage.close());

async function signIn(page, login, password = PASSWORD) {
  await page.goto(`${HOME}/sign-in?lang=vi`);
  await page.fill("[name=login]", login);
  await page.fill("[name=password]", password);
  await Promise.all([page.waitForNavigation(), page.click("main button[type=submit]")]);
}

for (const width of [360, 1280]) {
  // conformance: TT32-17, TT32-16.3, TT32-16.4.b, NB-7.10, TT32-11.1
  test(`pages about the site at ${width} px`, async () => {
    const page = await stage.visitor({ width, height: 900 });
    for (const path of ["about", "help", "help?q=quen+ma+ho+so", "help?q=xyzzy", "terms", "sitemap"]) {
      await page.goto(`${HOME}/${path}${path.includes("?") ? "&" : "?"}lang=vi`);
      assert.equal(await page.locator("h1").count(), 1, path);
      await page.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
      await sound(page, `site-${path.replace(/[?=+&]/g, "-")}-${width}`);
    }
  });
}

// conformance: TT32-18.2
test("home, map and search have keys of the browser, one each, and say so", async () => {
  const page = await stage.visitor();
  await page.goto(`${HOME}/help?lang=vi`);
  for (const [key, expected] of [["3", `${HOME}/sitemap`], ["4", `${HOME}/procedures`], ["1", HOME]]) {
    const link = page.locator(`[accesskey="${key}"]`);
    assert.equal(await link.count(), 1, `one link has the key ${key}`);
    assert.equal(new URL(await link.getAttribute("href"), page.url()).href, expected, key);
    assert.match(await link.innerText(), new RegExp(`\\[${key}\\]`), "the key is told");
  }
});

// conformance: TT22-6.1.n, TT01VPCP-16.2.d2, TT21-CN28, TT21-CN29, NB-7.9
test("an account is opened, files, and uses its papers again elsewhere", async () => {
  const page = await stage.visitor({ width: 360, height: 800 });
  await page.goto(`${HOME}/register-account?lang=vi`);
  await sound(page, "account-register");
  const typed = { name: "Trần Thị Bình", phone: "12", email: "binh@example.vn", login: LOGIN, password: "ngắn" };
  for (const [name, value] of Object.entries(typed)) await page.fill(`[name=${name}]`, value);
  await Promise.all([page.waitForNavigation(), page.click("main button[type=submit]")]);
  assert.equal(await page.locator(".error-summary li").count(), 2);
  assert.equal(await page.inputValue("[name=name]"), "Trần Thị Bình", "nothing typed is lost");
  assert.equal(await page.inputValue("[name=password]"), "");
  await sound(page, "account-register-wrong");
  await page.fill("[name=phone]", "0912 345 678");
  await page.fill("[name=password]", PASSWORD);
  await Promise.all([page.waitForNavigation(), page.click("main button[type=submit]")]);
  assert.match(await page.locator("header").innerText(), /Trần Thị Bình/);

  const { site_name: _, licensee: __, phone: ___, email: ____, ...rest } = APPLICATION;
  const first = await file(page, AGENCY, "aggregated-site.grant", { ...rest, site_name: "Trang Của Bình" }, { parts: PARTS });
  const officer = await stage.officer(AGENCY, "motcua");
  await act(officer, AGENCY, first.matter, "receive", { assignee: "press-1" });

  const elsewhere = await stage.visitor();
  await signIn(elsewhere, LOGIN);
  assert.match(await elsewhere.locator("main").innerText(), new RegExp(first.code.replaceAll(".", "\\.")));
  await elsewhere.goto(`${HOME}/cases/${first.matter}?lang=vi`);
  assert.match(await elsewhere.locator("main").innerText(), /Phòng /, "the division, not only the department");
  await elsewhere.goto(`${HOME}/papers?lang=vi`);
  assert.match(await elsewhere.locator("main").innerText(), /project\.pdf/);
  await sound(elsewhere, "papers");
  await elsewhere.goto(`${HOME}/apply/aggregated-site.grant?lang=vi`);
  await Promise.all([elsewhere.waitForNavigation(), elsewhere.click("main form button[type=submit]")]);
  assert.equal(await elsewhere.inputValue("[name=licensee]"), "Trần Thị Bình", "filled in from the account");
  await elsewhere.goto(`${elsewhere.url().split("?")[0]}/files?lang=vi`);
  await elsewhere.selectOption("[name=own_paper]", { index: 1 });
  await elsewhere.selectOption("[name=own_part]", "founding");
  await Promise.all([elsewhere.waitForNavigation(), elsewhere.click('form[action$="/reuse"] button')]);
  assert.equal(await elsewhere.locator('form[action$="/remove"]').count(), 1, "the paper is there");
  await sound(elsewhere, "papers-reused");

  const other = await stage.visitor();
  await signIn(other, "doanhnghiep", "congvu-demo");
  assert.equal((await other.goto(`${HOME}/cases/${first.matter}`)).status(), 404);
  assert.doesNotMatch(await other.goto(`${HOME}/papers?lang=vi`).then(() => other.locator("main").innerText()), /project\.pdf/);
});

// conformance: NB-12.4, TT32-11.2.e
test("a planned stop stands over every page", async () => {
  const director = await stage.officer("hai-phong", "giamdoc");
  await director.goto(`${BASE}/hai-phong/desk/stops?lang=vi`);
  await sound(director, "stops");
  await director.fill("[name=from]", "2024-03-08T22:00");
  await director.fill("[name=until]", "2024-03-09T02:00");
  await director.fill("[name=why]", "Nâng cấp máy chủ");
  await Promise.all([director.waitForNavigation(), director.click('form[action$="/desk/stops"] button')]);
  await sound(director, "stops-announced");
  const anyone = await stage.visitor({ width: 360, height: 800 });
  for (const path of ["", "/procedures", "/sign-in", "/cases"]) {
    await anyone.goto(`${BASE}/hai-phong${path}?lang=vi`);
    assert.match(await anyone.locator(".alert").innerText(), /sẽ tạm ngừng từ 22:00 Thứ Sáu, 08\/03\/2024/, path);
  }
  await sound(anyone, "stop-banner");
  await director.goto(`${BASE}/hai-phong/desk/stops?lang=vi`);
  await Promise.all([director.waitForNavigation(), director.click('form[action$="/withdraw"] button')]);
  await anyone.goto(`${BASE}/hai-phong?lang=vi`);
  assert.equal(await anyone.locator(".alert").count(), 0);
});
