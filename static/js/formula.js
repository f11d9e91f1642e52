// Reason: MathLive, for those who would rather build a formula than type it; a module, loaded with it when it is asked for.
const dialog = document.getElementById("formula");
const box = () => document.querySelector("#composer textarea");
const status = dialog.querySelector("[role=status]");
let field = null;
let place = [0, 0];

// MathLive writes style attributes, which the policy of the page forbids. They come under another name, and are set
// by script at once: MathLive measures what it has written.
const allowStyles = () => {
  const { get, set } = Object.getOwnPropertyDescriptor(Element.prototype, "innerHTML");
  const setStyled = function (html) {
    set.call(this, String(html).replaceAll(/ style=/g, " data-style="));
    for (const element of this.querySelectorAll("[data-style]")) {
      element.style.cssText = element.dataset.style;
      element.removeAttribute("data-style");
    }
  };
  Object.defineProperty(Element.prototype, "innerHTML", { configurable: true, enumerable: true, get, set: setStyled });
};

const load = async () => {
  const { script, fonts, label } = dialog.dataset;
  const { MathfieldElement } = await import(script);
  allowStyles();
  MathfieldElement.fontsDirectory = fonts.slice(0, fonts.lastIndexOf("/"));
  MathfieldElement.soundsDirectory = null;
  const keys = dialog.querySelector(".formula-keys");
  mathVirtualKeyboard.container = keys;
  mathVirtualKeyboard.addEventListener("geometrychange", () => {
    const { height } = mathVirtualKeyboard.boundingRect;
    keys.style.height = `${height && height + 8}px`;
  });
  field = new MathfieldElement();
  field.setAttribute("aria-label", label);
  dialog.querySelector(".formula-place").append(field);
  field.menuItems = [];
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    dialog.close("insert");
  });
  // MathLive would turn to another way of typing.
  const leave = (event) => {
    if (event.key !== "Escape" || field.mode === "latex") return;
    event.preventDefault();
    event.stopPropagation();
    dialog.close("");
  };
  field.addEventListener("keydown", leave, { capture: true });
};

// What MathLive has names of its own for, in the names that everybody knows.
const tex = () =>
  field
    .getValue("latex-without-placeholders")
    .replaceAll(/\\differentialD\s*/g, "d")
    .replaceAll(/\\exponentialE\s*/g, "e")
    .replaceAll(/\\imaginaryI\s*/g, "i")
    .trim();

export const open = async () => {
  place = [box().selectionStart, box().selectionEnd];
  dialog.returnValue = "";
  dialog.showModal();
  status.textContent = field ? "" : dialog.dataset.loading;
  if (!field) await load();
  status.textContent = "";
  field.value = "";
  field.focus();
};

dialog.addEventListener("close", () => {
  if (field) mathVirtualKeyboard.hide();
  const written = field && dialog.returnValue === "insert" ? tex() : "";
  const at = box();
  at.focus();
  at.setSelectionRange(...place);
  if (written) at.dispatchEvent(new CustomEvent("type", { bubbles: true, detail: `\\(${written}\\)` }));
});
