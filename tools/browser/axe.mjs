// Runs axe-core on pages: both widths, light and dark, both languages. Prints violations; exit status 1 if there are any.
//   node axe.mjs URL…
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { LANGS, SCHEMES, SIZES, launch } from "./browser.mjs";

const urls = process.argv.slice(2);
if (urls.length === 0) {
  console.error("usage: node axe.mjs URL…");
  process.exit(2);
}
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await launch();
let runs = 0;
let found = 0;
for (const url of urls) {
  for (const lang of LANGS) for (const viewport of SIZES) for (const colorScheme of SCHEMES) {
    const context = await browser.newContext({ viewport, colorScheme, bypassCSP: true });
    const page = await context.newPage();
    const address = new URL(url);
    address.searchParams.set("lang", lang);
    const response = await page.goto(address.href);
    await page.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
    await page.evaluate(() => document.querySelectorAll("[hidden]").forEach((e) => { e.hidden = false; }));
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run({
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }));
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    runs += 1;
    const where = `${address.pathname} ${response?.status()} ${lang} ${viewport.width} ${colorScheme}`;
    for (const v of violations) {
      found += 1;
      console.log(`${where}: ${v.id} (${v.impact}): ${v.help}`);
      for (const node of v.nodes.slice(0, 3)) console.log(`    ${node.target.join(" ")}: ${node.failureSummary.replace(/\n\s*/g, " ")}`);
    }
    if (wide > 0) {
      found += 1;
      console.log(`${where}: wider than the screen by ${wide} px`);
    }
    await context.close();
  }
}
await browser.close();
console.log(`${runs} runs on ${urls.length} pages, ${found} violations`);
process.exit(found ? 1 : 0);
