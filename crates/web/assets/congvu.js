// Makes the pages quicker to use. Everything works without it.
"use strict";
(() => {
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // The list of errors takes the focus, and its links put the cursor into the field.
  one("[data-focus]")?.focus();
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".error-summary a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.closest(".field")?.scrollIntoView({ block: "start" });
  });

  // A form is sent once, however often the button is pressed.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    all("button", form).forEach((b) => b.setAttribute("aria-disabled", "true"));
  });
  addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    all("button", form).forEach((b) => b.removeAttribute("aria-disabled"));
  }));

  // Files: size and name at once, and a word if one is too large.
  const lang = document.documentElement.lang;
  const size = (bytes) => {
    const mb = bytes / 1048576;
    const [n, unit] = mb >= 1 ? [mb.toFixed(1), "MB"] : [Math.max(1, Math.round(bytes / 1024)), "KB"];
    return `${Number(n).toLocaleString(lang)} ${unit}`;
  };
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (input.type !== "file") return;
    const line = one(".upload-chosen", input.closest(".field"));
    const large = [...input.files].filter((f) => f.size > Number(input.dataset.maxBytes || Infinity));
    if (line) {
      line.classList.toggle("wrong", large.length > 0);
      line.textContent = large.length
        ? `${large.map((f) => `${f.name} (${size(f.size)})`).join(", ")}: ${input.dataset.tooLarge}`
        : [...input.files].map((f) => `${f.name} (${size(f.size)})`).join(", ");
    }
    input.setCustomValidity(large.length ? input.dataset.tooLarge : "");
  });

  // Larger files go up in pieces (tus 1.0.0): what has arrived stays, and the rest follows when the connection is back,
  // even after the page was closed.
  const TUS = { "Tus-Resumable": "1.0.0" };
  const PIECE = 262144;
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const kept = (key, value) => {
    try {
      if (value === undefined) return localStorage.getItem(key);
      if (value) localStorage.setItem(key, value); else localStorage.removeItem(key);
    } catch { /* storage may be forbidden */ }
    return null;
  };
  const arrived = async (url) => {
    const answer = await fetch(url, { method: "HEAD", headers: TUS });
    return answer.ok ? Number(answer.headers.get("Upload-Offset")) : -1;
  };
  const send_file = async (form, file, told) => {
    const head = { ...TUS, "X-CSRF-Token": form.elements._csrf.value };
    const key = `congvu-up:${form.dataset.resume}:${file.name}:${file.size}:${file.lastModified}`;
    let url = kept(key), at = -1;
    for (let tries = 0; at < file.size; ) {
      try {
        if (url && at < 0) at = await arrived(url);
        if (at < 0) {
          const name = btoa(String.fromCharCode(...new TextEncoder().encode(file.name)));
          const made = await fetch(form.dataset.resume, { method: "POST",
            headers: { ...head, "Upload-Length": file.size, "Upload-Metadata": `filename ${name}` } });
          if (!made.ok) return null;
          url = made.headers.get("Location");
          at = 0;
          kept(key, url);
        }
        const sent = await fetch(url, { method: "PATCH", body: file.slice(at, at + PIECE),
          headers: { ...head, "Content-Type": "application/offset+octet-stream", "Upload-Offset": at } });
        if (sent.ok) {
          at = Number(sent.headers.get("Upload-Offset"));
          tries = 0;
          told(at);
          continue;
        }
        if (sent.status < 500 && sent.status !== 409) return null;
      } catch { /* no connection: again later */ }
      tries += 1;
      if (tries > 6) throw new Error("cut");
      await wait(500 * 2 ** tries);
      at = -1;
    }
    kept(key, "");
    return url.split("/").pop();
  };
  const in_pieces = async (form, data, bar) => {
    for (const input of all("input[type=file]", form)) {
      const large = [...input.files].filter((f) => f.size > PIECE);
      if (!large.length) continue;
      data.delete(input.name);
      for (const file of input.files) {
        const id = large.includes(file) && await send_file(form, file, (at) => { bar.value = at / file.size; });
        if (id) data.append("_upload", `${input.name}:${id}`); else data.append(input.name, file);
      }
    }
  };

  // Progress of an upload. The answer of the server takes the place of the page, at its own address.
  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-progress]");
    if (!form || event.defaultPrevented || !all("input[type=file]", form).some((i) => i.files.length)) return;
    event.preventDefault();
    const bar = document.createElement("progress");
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", form.dataset.progress);
    form.append(bar);
    const data = new FormData(form, event.submitter);
    try {
      if (form.dataset.resume) await in_pieces(form, data, bar);
    } catch {
      bar.remove();
      delete form.dataset.sent;
      all("button", form).forEach((b) => b.removeAttribute("aria-disabled"));
      const said = one(".upload-cut", form) ?? form.appendChild(document.createElement("p"));
      said.className = "upload-cut field-error";
      said.setAttribute("role", "alert");
      said.textContent = form.dataset.cut;
      return;
    }
    const request = new XMLHttpRequest();
    const give_up = () => { bar.remove(); HTMLFormElement.prototype.submit.call(form); };
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "text/html");
    request.upload.onprogress = (e) => { if (e.lengthComputable) bar.value = e.loaded / e.total; };
    request.onload = () => {
      history.pushState(null, "", request.responseURL || form.action);
      document.open();
      document.write(request.responseText);
      document.close();
    };
    request.onerror = give_up;
    request.send(data);
  });

  // Keys for those who work here all day.
  const OFF = "congvu-keys-off";
  const table = one("table[data-keys]");
  const help = one("#keys");
  const off_box = one("#keys-off");
  let off = false;
  try { off = localStorage.getItem(OFF) === "1"; } catch { /* storage may be forbidden */ }
  if (off_box) {
    off_box.checked = off;
    off_box.addEventListener("change", () => {
      off = off_box.checked;
      try { localStorage.setItem(OFF, off ? "1" : "0"); } catch { /* as above */ }
    });
  }
  const move = (step) => {
    const rows = all("tbody tr", table);
    const now = rows.findIndex((r) => r.classList.contains("on") || r.contains(document.activeElement));
    const next = rows[Math.min(rows.length - 1, Math.max(0, now + step))];
    rows.forEach((r) => r.classList.toggle("on", r === next));
    one("a", next)?.focus();
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox],[type=radio]),select,textarea,[contenteditable]");
    if (event.key === "Escape" && help && !help.hidden) { help.hidden = true; return; }
    if (event.ctrlKey || event.metaKey || event.altKey || typing) return;
    if (event.key === "?" && help) {
      help.hidden = !help.hidden;
      if (!help.hidden) help.focus();
      event.preventDefault();
      return;
    }
    if (off) return;
    if (table && (event.key === "j" || event.key === "k")) { move(event.key === "j" ? 1 : -1); event.preventDefault(); }
    const search = event.key === "/" && one("[data-search]");
    if (search) { search.focus(); search.select(); event.preventDefault(); }
    const act = /^[1-9]$/.test(event.key) && one(`[data-key="${event.key}"]`);
    if (act) { act.focus(); act.click(); event.preventDefault(); }
  });
})();
