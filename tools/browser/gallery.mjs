// Uses the gallery as people do: keys, errors, uploads, without a script, on paper, over a slow line.
//   node gallery.mjs http://127.0.0.1:8099
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launch } from "./browser.mjs";

const base = process.argv[2] || "http://127.0.0.1:8099";
const browser = await launch();
const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.className || document.activeElement.textContent);
const checks = {
  async "errors take the focus and lead to the field"(page) {
    await page.goto(`${base}/form`);
    await page.click("main button[type=submit]");
    assert.equal(await focused(page), "error-summary");
    await page.click(".error-summary a >> nth=4");
    assert.equal(await focused(page), "f-site");
  },
  async "what was typed is still there"(page) {
    await page.goto(`${base}/form`);
    await page.fill("#f-org", "Công ty <Ví Dụ>");
    await page.fill("#f-sources", "Một\nHai");
    await page.check("#f-topics-2");
    await page.selectOption("#f-district", "b");
    await page.click("main button[type=submit]");
    assert.equal(await page.inputValue("#f-org"), "Công ty <Ví Dụ>");
    assert.equal(await page.inputValue("#f-sources"), "Một\nHai");
    assert.equal(await page.isChecked("#f-topics-2"), true);
    assert.equal(await page.inputValue("#f-district"), "b");
  },
  async "keys in the inbox"(page) {
    await page.goto(`${base}/inbox`);
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    assert.equal(await focused(page), "H09.18-240304-0002");
    await page.keyboard.press("k");
    assert.equal(await focused(page), "H09.18-240304-0001");
    await page.keyboard.press("?");
    assert.equal(await page.isVisible("#keys"), true);
    await page.keyboard.press("Escape");
    assert.equal(await page.isVisible("#keys"), false);
    await page.keyboard.press("/");
    assert.equal(await focused(page), "f-q");
    await page.keyboard.type("j?1");
    assert.equal(await page.inputValue("#f-q"), "j?1");
    await page.locator("h1").click();
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press("2");
    await page.waitForURL(`${base}/form`);
  },
  async "keys can be switched off"(page) {
    await page.goto(`${base}/inbox`);
    await page.keyboard.press("?");
    await page.check("#keys-off");
    await page.reload();
    await page.keyboard.press("2");
    await page.keyboard.press("j");
    assert.equal(page.url(), `${base}/inbox`);
    assert.equal(await page.locator("tr.on").count(), 0);
  },
  async "a file that is too large is said at once"(page) {
    await page.goto(`${base}/upload`);
    const large = join(tmpdir(), "congvu-large.pdf");
    writeFileSync(large, Buffer.alloc(600 * 1024));
    await page.setInputFiles("#f-project", large);
    assert.match(await page.textContent(".upload-chosen"), /congvu-large\.pdf \(600 KB\): tệp quá lớn/);
  },
  async "an upload arrives, and the next page says so"(page) {
    await page.goto(`${base}/upload`);
    await page.setInputFiles("#f-project", { name: "a.pdf", mimeType: "application/pdf", buffer: Buffer.alloc(300 * 1024) });
    await page.click("main button");
    await page.getByText("Đã nhận hồ sơ").waitFor();
    assert.equal(page.url(), `${base}/upload`);
  },
  async "all of it works without a script"() {
    const plain = await browser.newContext({ javaScriptEnabled: false, locale: "vi-VN" });
    const page = await plain.newPage();
    await page.goto(`${base}/form`);
    await page.click("main button[type=submit]");
    assert.equal(await page.locator(".error-summary li").count(), 7);
    await page.goto(`${base}/upload`);
    await page.setInputFiles("#f-project", { name: "a.pdf", mimeType: "application/pdf", buffer: Buffer.alloc(1024) });
    await page.click("main button");
    await page.getByText("Đã nhận hồ sơ").waitFor();
    await page.click("text=English");
    assert.equal(await page.getAttribute("html", "lang"), "en");
    await page.goto(`${base}/inbox`);
    assert.equal(await page.getAttribute("html", "lang"), "en");
    await plain.close();
  },
  async "on paper there is no navigation"(page) {
    await page.goto(`${base}/`);
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.isVisible(".main-nav"), false);
    assert.equal(await page.isVisible(".langs"), false);
    assert.equal(await page.isVisible("h1"), true);
  },
  async "nothing is refused by the content policy"(page) {
    const problems = [];
    page.on("console", (m) => { if (m.type() === "error") problems.push(m.text()); });
    page.on("pageerror", (e) => problems.push(e.message));
    for (const path of ["/", "/inbox", "/form?wrong", "/upload", "/verify/valid"]) await page.goto(base + path, { waitUntil: "networkidle" });
    assert.deepEqual(problems, []);
  },
  async "the page is light and quick, and nothing shifts"() {
    let best = Infinity;
    for (let run = 0; run < 3; run += 1) {
      const context = await browser.newContext();
      const page = await context.newPage();
      const cdp = await context.newCDPSession(page);
      await cdp.send("Network.enable");
      // A slow phone line: 1.6 Mbit/s down, 150 ms there and back. The best of three, because the machine has other work.
      await cdp.send("Network.emulateNetworkConditions", { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 });
      let bytes = 0;
      let requests = 0;
      cdp.on("Network.loadingFinished", (e) => { bytes += e.encodedDataLength; requests += 1; });
      await page.goto(`${base}/`, { waitUntil: "networkidle" });
      const { paint, shift } = await page.evaluate(() => new Promise((done) => {
        let shift = 0;
        new PerformanceObserver((list) => list.getEntries().forEach((e) => { shift += e.value; })).observe({ type: "layout-shift", buffered: true });
        setTimeout(() => done({ paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime, shift }), 100);
      }));
      console.log(`     ${bytes} bytes, ${requests} requests, first paint ${Math.round(paint)} ms, shift ${shift}`);
      assert.ok(bytes < 100_000 && requests <= 10 && shift === 0);
      best = Math.min(best, paint);
      await context.close();
    }
    assert.ok(best < 1_000, `first paint after ${best} ms`);
  },
};
let failed = 0;
for (const [name, check] of Object.entries(checks)) {
  const context = await browser.newContext({ locale: "vi-VN" });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  try {
    await check(page, context);
    console.log(`ok   ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${name}: ${error.message}`);
  }
  await context.close();
}
await browser.close();
process.exit(failed ? 1 : 0);
