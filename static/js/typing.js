// Reason: keys for signs that no keyboard has, and a preview of the formulas while they are typed.
"use strict";

(() => {
  const box = () => document.querySelector("#composer textarea");
  const keyOf = (target) => target.closest?.(".keys button");
  const signOf = (target) => target.closest?.(".keys [data-after]");

  // As if it was typed, so that it can be undone.
  const type = (field, text) => {
    field.focus();
    if (document.execCommand("insertText", false, text)) return;
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const press = ({ dataset: { before = "", after = "" } }) => {
    const field = box();
    if (field.readOnly) return;
    const { selectionStart: start, selectionEnd: end, value } = field;
    const chosen = value.slice(start, end);
    type(field, before + chosen + after);
    // The next place to fill: between the brackets, or behind what was chosen.
    const inside = start + before.length;
    const next = after.endsWith("()") ? inside + chosen.length + after.length - 1 : inside + chosen.length + after.length;
    const caret = before && !chosen ? inside : next;
    field.setSelectionRange(caret, caret);
  };

  document.addEventListener("type", ({ target, detail }) => type(target, detail));
  // The box keeps the focus, and a phone its keyboard.
  for (const name of ["pointerdown", "mousedown"]) {
    document.addEventListener(name, (event) => keyOf(event.target) && event.preventDefault());
  }
  document.addEventListener("click", ({ target }) => signOf(target) && press(signOf(target)));

  const openEditor = async () => {
    const dialog = document.getElementById("formula");
    try {
      await (await import(dialog.dataset.editor)).open();
    } catch {
      if (!dialog.open) dialog.showModal();
      dialog.querySelector("[role=status]").textContent = dialog.dataset.failed;
    }
  };
  document.addEventListener("click", ({ target }) => target.closest("[data-opens=formula]") && openEditor());

  // One stop for the Tab key; arrows go from key to key.
  document.addEventListener("keydown", (event) => {
    const key = keyOf(event.target);
    if (!key || event.ctrlKey || event.altKey || event.metaKey) return;
    const keys = [...key.parentElement.querySelectorAll("button")];
    const forward = getComputedStyle(key).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const backward = forward === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
    const at = keys.indexOf(key);
    const to = { [forward]: at + 1, [backward]: at - 1, Home: 0, End: -1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = keys.at(to % keys.length);
    for (const other of keys) other.tabIndex = other === next ? 0 : -1;
    next.focus();
  });

  const PAUSE = 250;
  const HAS_SIGNS = /[\d\\^=+*/√∛π∫≤≥<>²³×÷·|$-]/;
  let timer, request;

  const show = (html, isStale) => {
    const place = document.getElementById("preview");
    if (!place) return;
    if (!isStale) place.innerHTML = html;
    place.hidden = !place.innerHTML;
    place.classList.toggle("stale", isStale);
  };

  const ask = async (field) => {
    request?.abort();
    request = new AbortController();
    const body = new URLSearchParams({ text: field.value, csrfmiddlewaretoken: field.form.elements.csrfmiddlewaretoken.value });
    const address = document.getElementById("preview").dataset.address;
    try {
      const response = await fetch(address, { method: "POST", body, signal: request.signal });
      // What cannot be read yet leaves what could be read, paler.
      show(response.status === 200 ? await response.text() : "", response.status !== 200);
    } catch {}
  };

  document.addEventListener("input", ({ target }) => {
    if (target !== box()) return;
    clearTimeout(timer);
    if (HAS_SIGNS.test(target.value)) timer = setTimeout(ask, PAUSE, target);
    else {
      request?.abort();
      show("", false);
    }
  });
  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    if (ctx.sourceElement.id !== "composer") return;
    clearTimeout(timer);
    request?.abort();
  });
})();
