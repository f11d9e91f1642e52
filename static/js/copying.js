// Reason: an answer, a program, a link or a selection is copied as its source: Markdown with TeX, not broken glyphs.
"use strict";

const copying = (() => {
  const words = document.querySelector("[data-copied]")?.dataset;
  if (!words) return null;
  document.documentElement.classList.add("with-scripts");

  const say = (text) => {
    const said = document.createElement("p");
    said.textContent = text;
    document.getElementById("status").append(said);
  };

  // Without https there is no clipboard but the one of the old command.
  const byCommand = (text) => {
    const box = document.createElement("textarea");
    const { activeElement } = document;
    box.value = text;
    box.className = "unseen";
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    activeElement?.focus({ preventScroll: true });
    return done;
  };

  const write = async (text) => {
    if (!navigator.clipboard) return byCommand(text);
    return navigator.clipboard.writeText(text).then(() => true, () => byCommand(text));
  };

  const copy = async (text) => {
    const done = await write(text);
    say(done ? words.copied : words.notCopied);
    return done;
  };

  // The button says for a moment that it has done it.
  const copyBy = async (button, text) => {
    const label = button.querySelector(".label");
    if (!(await copy(text)) || button.classList.contains("done")) return;
    const before = label.textContent;
    label.textContent = words.copied;
    button.classList.add("done");
    setTimeout(() => {
      label.textContent = before;
      button.classList.remove("done");
    }, 2000);
  };

  const answerOf = (turn) => {
    const sources = turn.querySelectorAll(".blocks template.source");
    return [...sources].map((source) => source.content.textContent.trim()).join("\n\n");
  };

  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.(".copy-answer, .copy-code, .copy-link");
    if (button?.matches(".copy-answer")) copyBy(button, answerOf(button.closest(".turn")));
    else if (button?.matches(".copy-link")) copyBy(button, button.closest("section").querySelector("a").href);
    else if (button) copyBy(button, button.parentElement.querySelector("pre").textContent.trimEnd());
  });

  // The second click of a double click on a thumb would take back what the first one gave.
  document.addEventListener("click", (event) => {
    if (event.detail > 1 && event.target.closest?.(".feedback")) event.preventDefault();
  }, { capture: true });

  const frame = (pre) => {
    const around = document.createElement("div");
    const button = document.createElement("button");
    around.className = "code-frame";
    button.className = "icon plain copy-code";
    button.type = "button";
    const label = document.createElement("span");
    label.className = "label";
    label.textContent = words.copy;
    button.append(label);
    pre.replaceWith(around);
    around.append(pre, button);
  };

  // Text that moves is left alone until it is whole.
  const decorate = () => {
    for (const pre of document.querySelectorAll(".blocks pre.code")) if (!pre.closest(".code-frame")) frame(pre);
  };
  document.addEventListener("htmx:after:swap", decorate);
  decorate();

  return { copy, words };
})();
