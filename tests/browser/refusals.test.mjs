// What the law does not permit, asked for all the same: the second story, in Bình Dương with a look at Hậu Giang. Every
// refusal names the act, who asked, what is missing, the clauses that were consulted, and who may.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { APPLICATION, BASE, Stage, act, endDelegations, file, handOver, post, sound, state } from "./helpers.mjs";

const AGENCY = "binh-duong";
const PARTS = ["project", "founding", "source-consent"];
let stage;
let business;
let officers;

before(async () => {
  stage = await Stage.open();
  business = await stage.visitor();
  officers = {};
  for (const login of ["motcua", "chuyenvien1", "truongphong", "giamdoc", "phogiamdoc1"]) {
    officers[login] = await stage.officer(AGENCY, login);
  }
  await endDelegations(officers.giamdoc, AGENCY);
});
after(() => stage.close());

const filed = async (name) => (await file(business, AGENCY, "aggregated-site.grant", { ...APPLICATION, site_name: name }, { parts: PARTS })).matter;

/// A case that waits for the signature.
async function toSign(name) {
  const { motcua, chuyenvien1, truongphong } = officers;
  const matter = await filed(name);
  await act(motcua, AGENCY, matter, "receive", { assignee: "press-1" });
  await act(chuyenvien1, AGENCY, matter, "appraise", { recommendation: "granted", opinion: "Đủ điều kiện." });
  await act(truongphong, AGENCY, matter, "agree", {});
  return matter;
}

const caseOf = (matter) => `${BASE}/${AGENCY}/desk/cases/${matter}`;
const open = (page, matter) => page.goto(`${caseOf(matter)}?lang=vi`);
const signs = async (page, matter) => {
  await open(page, matter);
  await page.locator("#act-sign").evaluate((e) => { e.open = true; });
  await page.check('[name="sign_outcome"][value="granted"]');
  return page.locator('form[action$="/acts/sign"]');
};

/// The panel of a refusal says all that it has to.
async function panel(page, said) {
  const panel = page.locator("section.refusal");
  assert.equal(await panel.count(), 1, `a refusal on ${page.url()}`);
  const text = await panel.innerText();
  for (const expected of said.text) assert.match(text, expected);
  const chips = await panel.locator(".chip").allInnerTexts();
  for (const chip of said.chips) assert.ok(chips.some((c) => c.includes(chip)), `${chip} among ${chips.join(" ")}`);
  if (said.name) await sound(page, said.name);
}

let matter;

test("a specialist does not sign, even by a request of his own making", async () => {
  matter = await toSign("Không được ký");
  const page = officers.chuyenvien1;
  await open(page, matter);
  assert.equal(await page.locator('form[action$="/acts/sign"]').count(), 0, "no button");
  assert.equal(await post(page, `${caseOf(matter)}/acts/sign`, { sign_outcome: "granted" }), 403);
  await panel(page, {
    text: [/Quyết định và ký/, /Chuyên viên/, /Không có điều khoản nào trao quyền/, /Giám đốc Sở/],
    chips: ["Đ3·k8·a"],
    name: "refused-specialist",
  });
  assert.match(await state(page, AGENCY, matter), /Chờ ký/);
});

test("a deputy without a delegation does not sign; with one she does not hand it on", async () => {
  const { phogiamdoc1, giamdoc } = officers;
  await open(phogiamdoc1, matter);
  assert.equal(await post(phogiamdoc1, `${caseOf(matter)}/acts/sign`, { sign_outcome: "granted" }), 403);
  await panel(phogiamdoc1, { text: [/Phó Giám đốc Sở/, /Giám đốc Sở \(/], chips: ["Đ3·k8·a"] });

  await handOver(giamdoc, AGENCY, "deputy-1");
  await phogiamdoc1.goto(`${BASE}/${AGENCY}/desk/delegation?lang=vi`);
  const offered = phogiamdoc1.locator("details.may-not");
  await offered.locator("summary").click();
  assert.match(await offered.innerText(), /bị cấm theo Đ6·k2·c/, "the page says so before she tries");
  const asked = { to: "press-head", until: "2024-03-14T17:00", reason: "Bận họp" };
  assert.equal(await post(phogiamdoc1, `${BASE}/${AGENCY}/desk/delegation`, asked), 403);
  await panel(phogiamdoc1, {
    text: [/Ủy nhiệm/, /Phó Giám đốc Sở/, /bị cấm theo Đ6·k2·c/],
    chips: ["Đ6·k2·c"],
    name: "refused-redelegation",
  });
});

test("in Hậu Giang the same attempt fails for want of a clause", async () => {
  const director = await stage.officer("hau-giang", "giamdoc");
  const deputy = await stage.officer("hau-giang", "phogiamdoc1");
  await endDelegations(director, "hau-giang");
  await handOver(director, "hau-giang", "deputy-1");
  await deputy.goto(`${BASE}/hau-giang/desk/delegation?lang=vi`);
  const asked = { to: "press-head", until: "2024-03-14T17:00", reason: "Bận họp" };
  assert.equal(await post(deputy, `${BASE}/hau-giang/desk/delegation`, asked), 403);
  await panel(deputy, { text: [/Thẩm quyền này thuộc Giám đốc Sở|Không có điều khoản nào/], chips: ["Đ3·k1·b"], name: "refused-silence" });
  const text = await deputy.locator("main").innerText();
  assert.doesNotMatch(text, /bị cấm/, "this decision forbids nothing");
  assert.doesNotMatch(await deputy.content(), /Quyết định , /, "a decision without a number is named otherwise");
  await endDelegations(director, "hau-giang");
});

// conformance: TT21-CN01
test("a deputy is late: the delegation ended while the page was open", async () => {
  const { phogiamdoc1, giamdoc } = officers;
  const form = await signs(phogiamdoc1, matter);
  assert.match(await form.innerText(), /KT\./, "she would sign for the director");
  await endDelegations(giamdoc, AGENCY);
  const [answer] = await Promise.all([phogiamdoc1.waitForNavigation(), form.locator("button[type=submit]").click()]);
  assert.equal(answer.status(), 403);
  await panel(phogiamdoc1, {
    text: [/ủy nhiệm đã hết lúc \d\d:\d\d, 04\/03\/2024/i, /Giám đốc Sở \(/],
    chips: ["Đ6·k2·c"],
    name: "refused-late-deputy",
  });
  assert.match(await state(phogiamdoc1, AGENCY, matter), /Chờ ký/);
});

test("the one-stop desk does not appraise", async () => {
  const fresh = await filed("Một cửa không thẩm định");
  await act(officers.motcua, AGENCY, fresh, "receive", { assignee: "press-1" });
  const page = officers.motcua;
  await open(page, fresh);
  const said = { appraise_recommendation: "granted", appraise_opinion: "Tôi thấy được." };
  assert.equal(await post(page, `${caseOf(fresh)}/acts/appraise`, said), 403);
  await panel(page, { text: [/Trình kết quả thẩm định/, /Cán bộ một cửa/, /Chuyên viên/], chips: [], name: "refused-reception" });
});

test("stopping waits for its form, and the page says until when", async () => {
  const { giamdoc } = officers;
  await open(giamdoc, matter);
  const stop = giamdoc.locator("details.may-not", { hasText: "Dừng giải quyết" });
  assert.equal(await stop.count(), 1);
  await stop.locator("summary").click();
  assert.match(await stop.innerText(), /15\/09\/2025/);
  await sound(giamdoc, "stop-not-yet");
  const said = { stop_reasons: "Không còn nhu cầu", stop_ground: "Không" };
  assert.equal(await post(giamdoc, `${caseOf(matter)}/acts/stop`, said), 409);
  assert.match(await giamdoc.locator("main").innerText(), /15\/09\/2025/);
  await sound(giamdoc, "stop-refused");
});

test("only the applicant withdraws", async () => {
  const mine = await filed("Chỉ người nộp được rút");
  const other = await stage.visitor();
  await file(other, AGENCY, "aggregated-site.grant", { ...APPLICATION, site_name: "Người khác" }, { parts: PARTS });
  const address = `${BASE}/${AGENCY}/cases/${mine}/acts/withdraw`;
  assert.equal((await other.goto(`${address}?lang=vi`)).status(), 404, "another applicant does not even see it");
  await sound(other, "not-your-case");
  await other.goto(`${BASE}/${AGENCY}/cases?lang=vi`);
  assert.equal(await post(other, address, { withdraw_reason: "Tôi đổi ý" }), 404);
  assert.match(await state(officers.motcua, AGENCY, mine), /Chờ tiếp nhận/);

  await business.goto(`${address}?lang=vi`);
  await sound(business, "withdraw");
  await business.click("main form button[type=submit]");
  await business.waitForLoadState();
  assert.match(await state(officers.motcua, AGENCY, mine), /Đã rút/);
});

test("nobody without a sign-in sees officers' pages, and comes back after signing in", async () => {
  const page = await stage.visitor();
  for (const path of ["desk", "desk/search?q=a", "desk/delegation", "desk/people", `desk/cases/${matter}`]) {
    await page.goto(`${BASE}/${AGENCY}/${path}`);
    assert.match(page.url(), new RegExp(`/${AGENCY}/sign-in\\?next=`), path);
  }
  await sound(page, "sign-in-asked");
  await page.fill("[name=login]", "chuyenvien1");
  await page.fill("[name=password]", "congvu-demo");
  await page.click("main button[type=submit]");
  await page.waitForURL(caseOf(matter));
});

// conformance: HN-02
test("an officer of one department is a stranger in another", async () => {
  const page = await stage.officer("hau-giang", "giamdoc");
  await page.goto(`${BASE}/${AGENCY}/desk?lang=vi`);
  assert.match(page.url(), /\/binh-duong\/sign-in/);
  await page.goto(`${BASE}/hau-giang/desk?lang=vi`);
  await post(page, `${caseOf(matter)}/acts/sign`, { sign_outcome: "granted" });
  assert.match(page.url(), /\/binh-duong\/sign-in/);
  const foreign = await page.goto(`${BASE}/hau-giang/desk/cases/${matter}?lang=vi`);
  assert.equal(foreign.status(), 404, "nor is a case of another department found here");
  assert.match(await state(officers.giamdoc, AGENCY, matter), /Chờ ký/);
});

test("of two who sign the same version one wins, and the other is told what changed", async () => {
  const { giamdoc, phogiamdoc1 } = officers;
  await handOver(giamdoc, AGENCY, "deputy-1");
  const forms = [await signs(giamdoc, matter), await signs(phogiamdoc1, matter)];
  const answers = await Promise.all([giamdoc, phogiamdoc1].map(async (page, i) => {
    const answer = page.waitForResponse((r) => r.request().method() === "POST");
    await Promise.all([page.waitForNavigation(), forms[i].locator("button[type=submit]").click()]);
    return { page, status: (await answer).status() };
  }));
  assert.deepEqual(answers.map((a) => a.status).sort(), [303, 409]);
  const late = answers.find((a) => a.status === 409).page;
  assert.match(await late.locator("main").innerText(), /Quyết định và ký/);
  await sound(late, "conflict");
  await late.click("main a.button");
  assert.match(await state(late, AGENCY, matter), /Chờ phát hành/);
  await endDelegations(giamdoc, AGENCY);
});

test("a double click and a repeated request sign once", async () => {
  const { giamdoc } = officers;
  const twice = await toSign("Ký một lần");
  const form = await signs(giamdoc, twice);
  const sent = await form.evaluate((f) => Object.fromEntries([...new FormData(f)].map(([k, v]) => [k, String(v)])));
  await form.locator("button[type=submit]").dblclick();
  await giamdoc.waitForURL(caseOf(twice));
  for (const _ of [1, 2]) {
    const again = await giamdoc.request.post(`${caseOf(twice)}/acts/sign`, { form: sent, maxRedirects: 0, headers: { origin: BASE } });
    assert.equal(again.status(), 303, "the first answer again");
  }
  await open(giamdoc, twice);
  const history = await giamdoc.locator(".timeline").innerText();
  assert.equal(history.match(/Quyết định và ký/g)?.length, 1);
});
