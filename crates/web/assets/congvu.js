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

  // Progress of an upload. The answer of the server takes the place of the page, at its own address.
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-progress]");
    if (!form || event.defaultPrevented || !all("input[type=file]", form).some((i) => i.files.length)) return;
    event.preventDefault();
    const bar = document.createElement("progress");
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", form.dataset.progress);
    form.append(bar);
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
    request.send(new FormData(form, event.submitter));
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
