// Minutes without a network: taken down, the page killed, opened again without a network, handed in once when it is back.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { BASE, Stage, act, fill, sound } from "./helpers.mjs";

const AGENCY = "hau-giang";
const MINUTES = `${BASE}/${AGENCY}/desk/supervision/minutes`;
const NUMBER = "246810";
const NOTE = "Có 200 bản in đang đóng gói.";
let stage;
let inspector;
let matter;

before(async () => {
  stage = await Stage.open();
  inspector = await stage.officer(AGENCY, "thanhtra1");
  await inspector.goto(`${BASE}/${AGENCY}/desk/supervision/new/inspection?lang=vi`);
  await fill(inspector, {
    subject_name: "Xưởng in Sao Mai", subject_code: `63${Date.now() % 1e8}`, address: "1 Trần Hưng Đạo", kind: "inspection",
    occasion: "signs", field: "publishing", topic: "In xuất bản phẩm", "act.facts": "Có phản ánh.",
  });
  await inspector.click("main form button[type=submit]");
  await inspector.waitForURL(/\/desk\/cases\//);
  matter = inspector.url().match(/\/cases\/([^/?]+)/)[1];
  const head = await stage.officer(AGENCY, "chanhthanhtra");
  await act(head, AGENCY, matter, "order-inspection", { leader: "Lê Văn Thanh", team: "Trần Thị Kiểm", scope: "Lưu chiểu", ground: "Phản ánh" });
  await act(inspector, AGENCY, matter, "announce", { on: "2024-03-04", present: "Chủ xưởng" });
});
after(async () => { await stage.close(); });

async function unlock(page, number = NUMBER) {
  await page.locator("#m-number").fill(number);
  await page.click("#m-lock button");
}
const states = (page) => page.locator("#m-list li[data-state]").evaluateAll((all) => all.map((e) => e.dataset.state));
/// How often the case says something.
async function times(page, words) {
  await page.goto(`${BASE}/${AGENCY}/desk/cases/${matter}?lang=vi`);
  return (await page.locator("main").textContent()).split(words).length - 1;
}

test("with a network: number, device, page kept", async () => {
  const page = inspector;
  await page.goto(`${MINUTES}?lang=vi`);
  await page.waitForSelector("#minutes[data-kept=yes]");
  await sound(page, "minutes-locked");
  await unlock(page, "12");
  assert.match(await page.locator("#m-line").innerText(), /Ít nhất 6/);
  await unlock(page);
  await page.waitForSelector("#m-work:not([hidden])");
  await page.click("#m-enrol");
  await page.getByText("Thiết bị đã được ghi danh.").waitFor();
  await page.setViewportSize({ width: 360, height: 800 });
  await sound(page, "minutes-open");
});

test("without a network: taken down, killed, opened again, still there and sealed", async () => {
  const context = inspector.context();
  await inspector.locator("#m-case").selectOption(matter);
  await context.setOffline(true);
  await inspector.locator("#m-text").fill(NOTE);
  await inspector.click("#m-note button");
  await inspector.locator('#m-list li[data-state="held"]').first().waitFor();
  await inspector.locator("#m-pad").hover();
  await inspector.mouse.down();
  await inspector.mouse.move(180, 400);
  await inspector.mouse.up();
  await inspector.click("#m-pad-keep");
  await inspector.locator('#m-list li[data-state="held"]').nth(1).waitFor();
  await inspector.click("#m-send");
  await inspector.getByText("Không có mạng.").waitFor();
  await inspector.close();
  // The page again, without a network, from what the browser keeps.
  inspector = await context.newPage();
  await inspector.goto(MINUTES);
  await unlock(inspector, "999999");
  await inspector.getByText("Số khóa không đúng.").waitFor();
  await unlock(inspector);
  await inspector.locator('#m-list li[data-state="held"]').nth(1).waitFor();
  assert.deepEqual(await states(inspector), ["held", "held"]);
  // What lies in the browser cannot be read without the number.
  const readable = await inspector.evaluate(async () => {
    const names = await indexedDB.databases();
    const opened = await new Promise((done) => { const r = indexedDB.open(names[0].name); r.onsuccess = () => done(r.result); });
    const items = await new Promise((done) => { const r = opened.transaction("items").objectStore("items").getAll(); r.onsuccess = () => done(r.result); });
    return items.map((i) => new TextDecoder().decode(i.sealed)).join(" ");
  });
  assert.ok(readable.length > 0 && !readable.includes("200 bản"), "sealed");
});

test("back in range: handed in once, whatever is cut", async () => {
  const context = inspector.context();
  // The first answer is lost on the way back: the server has the item, the device does not know.
  const cut = new Promise((done) => {
    inspector.route("**/minutes/items", async (route) => { await route.fetch(); await route.abort(); done(); }, { times: 1 });
  });
  // The page sends by itself when the network is back.
  await context.setOffline(false);
  await cut;
  await inspector.waitForFunction(() => document.getElementById("m-line").textContent.includes("Không có mạng"));
  await inspector.reload();
  await unlock(inspector);
  await inspector.waitForFunction(() => document.querySelectorAll('#m-list li[data-state="sent"]').length === 2);
  await inspector.click("#m-send");
  await inspector.getByText("Đã gửi hết.").waitFor();
  assert.deepEqual(await states(inspector), ["sent", "sent"]);
  await sound(inspector, "minutes-sent");
  assert.equal(await times(inspector, NOTE), 1, "once in the history");
});

test("a device that was revoked hands nothing in", async () => {
  const head = await stage.officer(AGENCY, "chanhthanhtra");
  await head.goto(`${BASE}/${AGENCY}/desk/supervision/devices?lang=vi`);
  await sound(head, "devices");
  await head.locator('form[action$="/revoke"] [name=reason]').first().fill("Mất điện thoại");
  await head.locator('form[action$="/revoke"] button').first().click();
  await head.waitForLoadState();
  await inspector.goto(`${MINUTES}?lang=vi`);
  await unlock(inspector);
  await inspector.getByText("Thiết bị này đã bị thu hồi").waitFor();
});
