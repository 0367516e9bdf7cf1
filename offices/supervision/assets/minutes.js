// Minutes without a network. What is taken down is sealed (AES-GCM, key from the inspector's number by PBKDF2), kept in IndexedDB,
// signed by the device (ECDSA P-256) and handed in item by item; the server takes each item once, however often it is sent.
const root = document.getElementById("minutes");
const base = root.dataset.base;
const words = JSON.parse(root.dataset.words);
const $ = (id) => document.getElementById(id);
const ROUNDS = 310000;
const state = { db: null, key: null, device: null, pair: null, sending: false };
const say = (word, more = "") => { $("m-line").textContent = `${words[word] ?? word} ${more}`.trim(); };

// --- IndexedDB in three lines -------------------------------------------------------------------------------------------------
const asked = (request) => new Promise((done, failed) => { request.onsuccess = () => done(request.result); request.onerror = () => failed(request.error); });
async function open() {
  const request = indexedDB.open(`congvu-minutes${base}`, 1);
  request.onupgradeneeded = () => { request.result.createObjectStore("items", { keyPath: "item" }); request.result.createObjectStore("kept"); };
  return asked(request);
}
async function write(store, value, key) {
  const transaction = state.db.transaction(store, "readwrite", { durability: "strict" });
  transaction.objectStore(store).put(value, key);
  await new Promise((done, failed) => { transaction.oncomplete = done; transaction.onerror = () => failed(transaction.error); transaction.onabort = transaction.onerror; });
}
const read = (store, key) => asked(state.db.transaction(store).objectStore(store).get(key));
const all = (store) => asked(state.db.transaction(store).objectStore(store).getAll());

// --- sealing ------------------------------------------------------------------------------------------------------------------
const bytes = (text) => new TextEncoder().encode(text);
function base64(buffer) {
  let text = "";
  for (const byte of new Uint8Array(buffer)) text += String.fromCharCode(byte);
  return btoa(text);
}
const hex = (buffer) => [...new Uint8Array(buffer)].map((b) => b.toString(16).padStart(2, "0")).join("");
const digest = async (data) => hex(await crypto.subtle.digest("SHA-256", data));
async function keyOf(number, salt) {
  const raw = await crypto.subtle.importKey("raw", bytes(number), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
  return crypto.subtle.deriveKey(how, raw, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}
async function seal(key, data) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, sealed: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, data) };
}
const unseal = (key, { iv, sealed }) => crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, sealed);

async function unlock(number) {
  const lock = await read("kept", "lock");
  if (!lock) {
    const salt = crypto.getRandomValues(new Uint8Array(16));
    const key = await keyOf(number, salt);
    await write("kept", { salt, check: await seal(key, bytes("minutes")) }, "lock");
    return key;
  }
  const key = await keyOf(number, lock.salt);
  await unseal(key, lock.check);
  return key;
}

// --- what is taken down -------------------------------------------------------------------------------------------------------
async function keep(kind, data, shown) {
  const matter = $("m-case").value;
  if (!matter) return say("no-case");
  const items = await all("items");
  const one = { item: crypto.randomUUID(), matter, kind, place: items.length + 1, taken: new Date().toISOString(), sha256: await digest(data), shown, state: "held", ...(await seal(state.key, data)) };
  await write("items", one);
  await show();
  say("kept");
}

async function show() {
  const list = $("m-list");
  const items = (await all("items")).sort((a, b) => a.place - b.place);
  list.replaceChildren(...items.map((one) => {
    const line = document.createElement("li");
    line.dataset.state = one.state;
    const more = one.fault ? ` (${words[one.fault] ?? one.fault})` : "";
    line.textContent = `${one.place}. ${words[`item-${one.kind}`]} – ${one.taken.slice(11, 19)} – ${one.sha256.slice(0, 12)}… – ${words[one.state === "sent" ? "handed" : "waiting"]}${more}`;
    return line;
  }));
  if (!items.length) list.replaceChildren(Object.assign(document.createElement("li"), { textContent: words.none }));
}

// --- the device and the server ------------------------------------------------------------------------------------------------
async function session() {
  const device = state.device ? `?device=${encodeURIComponent(state.device)}` : "";
  const answer = await fetch(`${base}/minutes/session${device}`, { headers: { accept: "application/json" } });
  if (answer.status === 401) throw new Error("sign-in");
  if (!answer.ok) throw new Error("failed");
  return answer.json();
}
async function post(path, csrf, body) {
  const answer = await fetch(`${base}/minutes/${path}`, { method: "POST", headers: { "content-type": "application/json", accept: "application/json", "x-csrf-token": csrf }, body: JSON.stringify(body) });
  const said = await answer.json().catch(() => ({}));
  return { ok: answer.ok, status: answer.status, said };
}
function cases(list) {
  const select = $("m-case");
  const chosen = select.value;
  select.replaceChildren(...list.map((c) => new Option(c.name, c.id)));
  if (list.some((c) => c.id === chosen)) select.value = chosen;
}
async function enrol() {
  try {
    const { csrf } = await session();
    const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
    const key = base64(await crypto.subtle.exportKey("raw", pair.publicKey));
    const { ok, said } = await post("devices", csrf, { name: navigator.userAgent.slice(0, 80), key });
    if (!ok) return say("refused");
    await write("kept", { device: said.device, pair }, "device");
    Object.assign(state, { device: said.device, pair });
    say("enrolled");
  } catch (error) { say(words[error.message] ? error.message : "offline"); }
}
async function send() {
  if (state.sending) return;
  if (!state.device) return say("enrol-first");
  state.sending = true;
  try {
    const { csrf, cases: list, device } = await session();
    cases(list);
    await write("kept", list, "cases");
    if (device !== "enrolled") return say("revoked");
    say("sending");
    let failed = 0;
    for (const one of (await all("items")).filter((i) => i.state === "held").sort((a, b) => a.place - b.place)) {
      const data = await unseal(state.key, one);
      const said = [state.device, one.matter, one.item, one.sha256, one.taken].join("\n");
      const signature = base64(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, state.pair.privateKey, bytes(said)));
      const picture = one.kind === "photo" || one.kind === "signature";
      const body = { device: state.device, matter: one.matter, item: one.item, kind: one.kind, taken: one.taken, place: one.place, now: Date.now(), sha256: one.sha256, signature, text: picture ? "" : new TextDecoder().decode(data), data: picture ? base64(data) : "" };
      const answer = await post("items", csrf, body);
      if (answer.ok) await write("items", { ...one, state: "sent", act: answer.said.act, fault: undefined, sealed: undefined, iv: undefined });
      else { failed += 1; await write("items", { ...one, fault: answer.said.fault ?? "failed" }); }
      await show();
    }
    say(failed ? "failed" : "sent");
  } catch (error) { say(words[error.message] ? error.message : "offline"); } finally { state.sending = false; }
}

// --- the signature pad --------------------------------------------------------------------------------------------------------
function pad() {
  const canvas = $("m-pad");
  const pen = canvas.getContext("2d");
  let drawn = false;
  // A finger draws, it does not scroll; and the edge of the pad is seen.
  Object.assign(canvas.style, { touchAction: "none", border: "1px solid currentColor" });
  const clear = () => { pen.fillStyle = "#fff"; pen.fillRect(0, 0, canvas.width, canvas.height); drawn = false; };
  const at = (event) => { const box = canvas.getBoundingClientRect(); return [(event.clientX - box.left) * canvas.width / box.width, (event.clientY - box.top) * canvas.height / box.height]; };
  clear();
  canvas.addEventListener("pointerdown", (event) => { canvas.setPointerCapture(event.pointerId); pen.lineWidth = 3; pen.beginPath(); pen.moveTo(...at(event)); drawn = true; });
  canvas.addEventListener("pointermove", (event) => { if (event.buttons) { pen.lineTo(...at(event)); pen.stroke(); } });
  $("m-pad-clear").addEventListener("click", clear);
  $("m-pad-keep").addEventListener("click", () => {
    if (!drawn) return;
    canvas.toBlob(async (blob) => { await keep("signature", await blob.arrayBuffer()); clear(); }, "image/png");
  });
}

async function work() {
  $("m-lock").hidden = true;
  $("m-work").hidden = false;
  const kept = await read("kept", "device");
  if (kept) Object.assign(state, kept);
  cases((await read("kept", "cases")) ?? []);
  await show();
  pad();
  $("m-enrol").addEventListener("click", enrol);
  $("m-send").addEventListener("click", send);
  $("m-note").addEventListener("submit", async (event) => { event.preventDefault(); const text = $("m-text").value; if (!text.trim()) return; await keep($("m-kind").value, bytes(text)); $("m-text").value = ""; });
  $("m-photo").addEventListener("change", async (event) => { const [file] = event.target.files; if (file) await keep("photo", await file.arrayBuffer()); event.target.value = ""; });
  addEventListener("online", send);
  try {
    const { cases: list } = await session();
    cases(list);
    await write("kept", list, "cases");
    if (state.device) await send(); else say("enrol-first");
  } catch (error) { say(words[error.message] ? error.message : "offline"); }
}

// The worker keeps what passes through it: the page and what belongs to it pass once more, so that the first visit is enough.
async function install() {
  const link = Object.assign(document.createElement("link"), { rel: "manifest", href: `${base}/minutes.webmanifest` });
  link.crossOrigin = "use-credentials";
  document.head.append(link);
  const workers = navigator.serviceWorker;
  if (!workers) return;
  await workers.register(`${base}/minutes-sw.js`);
  await workers.ready;
  if (!workers.controller) await new Promise((done) => workers.addEventListener("controllerchange", done, { once: true }));
  const parts = [...document.querySelectorAll("link[rel=stylesheet], script[src]")].map((e) => e.href || e.src);
  await Promise.all([location.pathname, ...parts].map((url) => fetch(url)));
  root.dataset.kept = "yes";
}

async function begin() {
  install().catch(() => {});
  navigator.storage?.persist?.();
  state.db = await open();
  const lock = $("m-lock");
  lock.hidden = false;
  say((await read("kept", "lock")) ? "number-ask" : "number-new");
  lock.addEventListener("submit", async (event) => {
    event.preventDefault();
    const number = $("m-number").value;
    if (number.length < 6) return say("number-short");
    try { state.key = await unlock(number); } catch { return say("number-wrong"); }
    $("m-number").value = "";
    await work();
  });
}
begin();
