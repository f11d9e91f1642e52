// Reason: files can be dropped and pasted, added one after another and taken back; a form that comes back keeps them.
"use strict";

(() => {
  let held = [];
  const input = () => document.querySelector("#composer input[type=file]");
  const carries = (transfer) => [...(transfer?.types ?? [])].includes("Files");

  const chip = (name, words) => {
    const item = document.createElement("li");
    const shown = document.createElement("bdi");
    shown.textContent = name;
    item.append(shown, words ? ` ${words}` : "");
    return item;
  };

  const removable = (file, around) => {
    const item = chip(file.name);
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "×";
    button.setAttribute("aria-label", `${around.dataset.remove} ${file.name}`);
    button.addEventListener("click", () => {
      show(held.filter((other) => other !== file));
      input().focus();
    });
    item.append(button);
    return item;
  };

  const show = (files, refused = []) => {
    const field = input();
    if (!field) return;
    const { parentElement: around } = field;
    const transfer = new DataTransfer();
    held = files;
    for (const file of files) transfer.items.add(file);
    field.files = transfer.files;
    const chips = files.map((file) => removable(file, around));
    around.querySelector(".chosen").replaceChildren(...chips, ...refused);
    // A photograph may be long on its way.
    if (files.length) field.form.setAttribute("hx-config", '{"timeout": "600s"}');
    else field.form.removeAttribute("hx-config");
  };

  const add = (files) => {
    const field = input();
    if (!field) return;
    const { most, bytes, tooLarge, tooMany } = field.parentElement.dataset;
    const kept = [...held];
    const refused = [];
    const refuse = (file, why) => {
      const item = chip(file.name, why);
      item.className = "unfit";
      refused.push(item);
    };
    for (const file of files) {
      if (file.size > bytes) refuse(file, tooLarge);
      else if (kept.length >= most) refuse(file, tooMany);
      else kept.push(file);
    }
    show(kept, refused);
  };

  document.addEventListener("change", ({ target }) => target === input() && add([...target.files]));
  document.addEventListener("paste", (event) => {
    const files = [...event.clipboardData.files];
    if (!files.length || !event.target.closest?.("#composer")) return;
    event.preventDefault();
    add(files);
  });

  const marked = (on) => document.getElementById("composer")?.classList.toggle("dropping", on);
  document.addEventListener("dragover", (event) => {
    if (!carries(event.dataTransfer) || !input()) return;
    event.preventDefault();
    marked(true);
  });
  document.addEventListener("dragleave", (event) => event.relatedTarget || marked(false));
  document.addEventListener("drop", (event) => {
    if (!carries(event.dataTransfer) || !input()) return;
    event.preventDefault();
    marked(false);
    add([...event.dataTransfer.files]);
  });

  let sent = [];
  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    if (ctx.sourceElement.id === "composer") sent = held;
  });
  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
    if (ctx.sourceElement.id !== "composer") return;
    if (ctx.response.status < 400) show(held.filter((file) => !sent.includes(file)));
    else if (held.length) {
      document.querySelector("#composer .choose-again")?.remove();
      show(held);
    }
  });

  // A browser that goes back fills the field again by itself.
  if (input()?.files.length) add([...input().files]);
})();
