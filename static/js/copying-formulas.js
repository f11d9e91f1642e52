// Reason: a formula is copied as its TeX: by a click, by Enter, and within whatever else is selected.
"use strict";

(() => {
  if (!copying) return;
  const { copy, words } = copying;
  const FORMULAS = ".turns .message math";

  const texOf = (math) => math.querySelector("annotation[encoding='application/x-tex']")?.textContent ?? math.textContent;
  const sourceOf = (math) => {
    const [before, after] = math.getAttribute("display") === "block" ? ["\\[", "\\]"] : ["\\(", "\\)"];
    return `${before} ${texOf(math)} ${after}`;
  };

  const copyFormula = async (math) => {
    if (!(await copy(texOf(math)))) return;
    math.classList.add("copied");
    setTimeout(() => math.classList.remove("copied"), 1200);
  };

  document.addEventListener("click", ({ target }) => {
    const math = target.closest?.(FORMULAS);
    if (math && getSelection().isCollapsed) copyFormula(math);
  });

  // The formulas of a message are one stop of the Tab key; the arrow keys go from one to the next.
  const among = (math) => [...math.closest(".message").querySelectorAll("math")];
  const makeStop = (math) => {
    for (const other of among(math)) other.tabIndex = other === math ? 0 : -1;
  };
  const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

  document.addEventListener("keydown", (event) => {
    const math = event.target.closest?.(FORMULAS);
    if (!math || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = event.key in STEPS && among(math)[among(math).indexOf(math) + STEPS[event.key]];
    if (event.key === "Enter") copyFormula(math);
    else if (next) {
      makeStop(next);
      next.focus();
    } else return;
    event.preventDefault();
  });

  const decorate = () => {
    for (const math of document.querySelectorAll(`${FORMULAS}:not([tabindex])`)) {
      math.setAttribute("tabindex", math === among(math)[0] ? "0" : "-1");
      math.setAttribute("aria-description", words.formula);
    }
  };
  document.addEventListener("htmx:after:swap", decorate);
  decorate();

  // Of a selection with formulas the whole formulas are copied, as TeX, and nothing that only screen readers see.
  const whole = (range) => {
    const edge = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest("math");
    const [first, last] = [edge(range.startContainer), edge(range.endContainer)];
    if (first) range.setStartBefore(first);
    if (last) range.setEndAfter(last);
    return range;
  };

  const withSources = (range) => {
    const copied = document.createElement("div");
    copied.className = "to-copy";
    copied.append(range.cloneContents());
    for (const math of copied.querySelectorAll("math")) math.replaceWith(sourceOf(math));
    for (const extra of copied.querySelectorAll(".unseen, .when, .tools, .beside, button, template, svg")) extra.remove();
    return copied;
  };

  // Only what is in the page has lines.
  const textOf = (element) => {
    document.body.append(element);
    const text = element.innerText.trim();
    element.remove();
    return text;
  };

  document.addEventListener("copy", (event) => {
    const selection = getSelection();
    if (selection.isCollapsed || !event.clipboardData || event.target.matches?.("input, textarea")) return;
    const range = whole(selection.getRangeAt(0).cloneRange());
    if (!range.cloneContents().querySelector("math")) return;
    const copied = withSources(range);
    event.clipboardData.setData("text/html", copied.innerHTML);
    event.clipboardData.setData("text/plain", textOf(copied));
    event.preventDefault();
  });
})();
