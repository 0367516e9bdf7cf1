// Shared by the browser tests: people, forms, acts. The server's address comes in CONGVU_URL.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { launch } from "../../tools/browser/browser.mjs";

export const BASE = process.env.CONGVU_URL ?? "http://127.0.0.1:8080";
const AXE = readFileSync(createRequire(import.meta.resolve("../../tools/browser/axe.mjs")).resolve("axe-core/axe.min.js"), "utf8");
const SHOTS = process.env.CONGVU_SHOTS;

/// A browser in which each person has a window of their own.
export class Stage {
  static async open() {
    const stage = new Stage();
    stage.browser = await launch();
    return stage;
  }
  async close() {
    await this.browser.close();
  }
  async visitor(viewport = { width: 1280, height: 900 }) {
    const context = await this.browser.newContext({ viewport, bypassCSP: true, locale: "vi-VN" });
    return context.newPage();
  }
  async officer(agency, login) {
    const page = await this.visitor();
    await page.goto(`${BASE}/${agency}/sign-in?lang=vi`);
    await page.fill("[name=login]", login);
    await page.fill("[name=password]", "congvu-demo");
    await page.click("main button[type=submit]");
    await page.waitForURL(/\/desk/);
    return page;
  }
}

/// The page has no accessibility fault and is not wider than the screen.
export async function sound(page, name) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() =>
    window.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  const said = violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`);
  assert.deepEqual(said, [], `accessibility of ${name} (${page.url()})`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `${name} is ${wide} px wider than the screen`);
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
}

export const APPLICATION = {
  licensee: "Công ty TNHH Truyền thông Sao Mai",
  enterprise_code: "3700000001",
  address: "123 Đại lộ Bình Dương, phường Phú Thọ, thành phố Thủ Dầu Một",
  phone: "0912345678",
  email: "lienhe@saomai.example.vn",
  representative: "Trần Văn Bình",
  site_name: "Sao Mai Ngày Mới",
  domains: "saomai.example.vn",
  purpose: "Cung cấp thông tin kinh tế, xã hội của địa phương",
  content: "Trích dẫn tin, bài từ nguồn tin chính thức",
  content_scope: "Kinh tế, văn hóa, xã hội của địa phương",
  sources: "Báo Bình Dương\nCổng thông tin điện tử tỉnh",
  audience: "Người dân và doanh nghiệp trong tỉnh",
  server_location: "Trung tâm dữ liệu tại Thủ Dầu Một",
  hosting_provider: "Công ty cổ phần Dữ liệu Mẫu",
  responsible_person: "Trần Văn Bình",
  responsible_phone: "0912345678",
  term_years: "5",
};

/// A small PDF that really is one.
export function pdf(text) {
  const objects = [
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R>>",
    `<</Length ${text.length}>>stream\n${text}\nendstream`,
  ];
  let out = "%PDF-1.4\n";
  const places = objects.map((object, i) => {
    const at = out.length;
    out += `${i + 1} 0 obj${object}endobj\n`;
    return at;
  });
  const table = places.map((at) => `${String(at).padStart(10, "0")} 00000 n \n`).join("");
  out += `xref\n0 5\n0000000000 65535 f \n${table}trailer<</Size 5/Root 1 0 R>>\nstartxref\n${out.length}\n%%EOF`;
  return Buffer.from(out);
}

/// Fills every field of a form that has a value here; choices take the first.
export async function fill(page, values) {
  for (const field of await page.locator("main form [name]:not([type=hidden]):not([type=submit]):not(button)").all()) {
    const name = await field.getAttribute("name");
    const type = await field.getAttribute("type");
    const tag = await field.evaluate((e) => e.tagName);
    if (type === "radio" || type === "checkbox") {
      const wanted = values[name];
      const first = await page.locator(`main form [name="${name}"]:checked`).count();
      if (wanted ? (await field.getAttribute("value")) === wanted : first === 0 && type === "radio") await field.check();
    } else if (tag === "SELECT") {
      if (values[name]) await field.selectOption(values[name]);
    } else if (type !== "file" && values[name] !== undefined) {
      await field.fill(values[name]);
    }
  }
}

/// An officer opens a case and does an act with what has to be said.
export async function act(page, agency, matter, name, said = {}) {
  await page.goto(`${BASE}/${agency}/desk/cases/${matter}?lang=vi`);
  const form = page.locator(`form[action$="/acts/${name}"]`);
  assert.equal(await form.count(), 1, `${name} is offered on ${page.url()}`);
  const folded = page.locator("details", { has: form });
  for (const d of await folded.all()) await d.evaluate((e) => { e.open = true; });
  for (const [key, value] of Object.entries(said)) {
    const field = form.locator(`[name="${name}_${key}"]`);
    const type = await field.first().getAttribute("type");
    const tag = await field.first().evaluate((e) => e.tagName);
    if (type === "radio") await form.locator(`[name="${name}_${key}"][value="${value}"]`).check();
    else if (tag === "SELECT") await field.selectOption(value);
    else await field.fill(value);
  }
  await form.locator("button[type=submit]").click();
  await page.waitForLoadState();
  return page;
}

/// Files an application as somebody without an account: draft, form, papers, check, receipt. Gives the case.
export async function file(page, agency, procedure, values, { entry, parts = [] } = {}) {
  const start = new URL(`${BASE}/${agency}/apply/${procedure}?lang=vi`);
  if (entry) start.searchParams.set("entry", entry);
  await page.goto(start.href);
  await page.click("main form button[type=submit]");
  await page.waitForURL(/\/drafts\//);
  await fill(page, values);
  await page.click("main form button.button-primary[type=submit]");
  await page.waitForURL(/\/(files|check)/);
  if (page.url().includes("/files")) {
    const upload = page.locator('form[enctype="multipart/form-data"]');
    for (const part of parts) {
      await upload.locator(`[name="${part}"]`).setInputFiles({ name: `${part}.pdf`, mimeType: "application/pdf", buffer: pdf(part) });
    }
    if (parts.length) {
      await upload.locator("button[type=submit]").click();
      await page.locator('form[action$="/remove"]').nth(parts.length - 1).waitFor();
    }
    await page.goto(page.url().replace(/\/files.*/, "/check"));
  }
  await page.click('form[action$="/file"] button');
  await page.waitForURL(/\/cases\//);
  const matter = page.url().match(/\/cases\/([^/?]+)/)[1];
  const code = (await page.locator(".big-number").innerText()).trim();
  return { matter, code };
}

/// The value of the first choice of a select whose text holds a word.
export async function choice(page, agency, matter, name, key, word) {
  await page.goto(`${BASE}/${agency}/desk/cases/${matter}?lang=vi`);
  const options = page.locator(`form[action$="/acts/${name}"] [name="${name}_${key}"] option`);
  const found = await options.evaluateAll((all, w) => all.find((o) => o.value && o.textContent.includes(w))?.value, word);
  assert.ok(found, `a choice with "${word}" for ${name}`);
  return found;
}

/// The state that the case page shows.
export async function state(page, agency, matter) {
  await page.goto(`${BASE}/${agency}/desk/cases/${matter}?lang=vi`);
  return (await page.locator(".badge").first().innerText()).trim();
}

/// Sends a form of one's own making from the page that is open, with its token; gives the status of the answer, which
/// the page then shows.
export async function post(page, address, fields = {}) {
  const answer = page.waitForResponse((r) => r.request().method() === "POST");
  const arrived = page.waitForNavigation();
  await page.evaluate(([action, values]) => {
    const form = document.createElement("form");
    form.method = "post";
    form.action = action;
    const token = document.querySelector("[name=_csrf]").value;
    for (const [name, value] of Object.entries({ _csrf: token, ...values })) {
      const input = document.createElement("input");
      input.type = "hidden";
      input.name = name;
      input.value = value;
      form.append(input);
    }
    document.body.append(form);
    form.submit();
  }, [address, fields]);
  await arrived;
  return (await answer).status();
}

/// The director hands over to somebody who is in the list.
export async function handOver(director, agency, to) {
  await director.goto(`${BASE}/${agency}/desk/delegation?lang=vi`);
  const form = director.locator('form[action$="/desk/delegation"]');
  for (const d of await director.locator("details", { has: form }).all()) await d.evaluate((e) => { e.open = true; });
  await form.locator("[name=to]").selectOption(to);
  await form.locator("[name=until]").fill("2024-03-15T17:00");
  await form.locator("[name=reason]").fill("Đi công tác");
  await Promise.all([director.waitForNavigation(), form.locator("button[type=submit]").click()]);
  assert.ok((await director.locator('form[action$="/end"]').count()) > 0, "handed over");
}

/// The director ends what was handed over, whatever that is.
export async function endDelegations(director, agency) {
  for (;;) {
    await director.goto(`${BASE}/${agency}/desk/delegation?lang=vi`);
    const end = director.locator('form[action$="/end"] button');
    if ((await end.count()) === 0) return;
    await Promise.all([director.waitForNavigation(), end.first().click()]);
  }
}
