// Takes pictures of pages: both widths, light and dark, both languages.
//   node shots.mjs FOLDER URL…
import { mkdirSync } from "node:fs";
import { LANGS, SCHEMES, SIZES, launch } from "./browser.mjs";

const [folder, ...urls] = process.argv.slice(2);
if (!folder || urls.length === 0) {
  console.error("usage: node shots.mjs FOLDER URL…");
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const browser = await launch();
for (const url of urls) for (const lang of LANGS) for (const viewport of SIZES) for (const colorScheme of SCHEMES) {
  const context = await browser.newContext({ viewport, colorScheme });
  const page = await context.newPage();
  const address = new URL(url);
  address.searchParams.set("lang", lang);
  await page.goto(address.href);
  const name = address.pathname.replace(/\W+/g, "-").replace(/^-|-$/g, "") || "start";
  await page.screenshot({ path: `${folder}/${name}-${lang}-${viewport.width}-${colorScheme}.png`, fullPage: true });
  await context.close();
}
await browser.close();
