// Reason: a plot is enlarged over the page; without this its link opens it alone.
"use strict";

(() => {
  const make = (close) => {
    const dialog = document.createElement("dialog");
    const form = document.createElement("form");
    const button = document.createElement("button");
    dialog.className = "enlarged";
    form.method = "dialog";
    button.textContent = close;
    form.append(button);
    dialog.append(form, new Image());
    document.body.append(dialog);
    return dialog;
  };

  let dialog = null;
  const show = (picture, close) => {
    dialog ??= make(close);
    const enlarged = dialog.querySelector("img");
    enlarged.src = picture.src;
    enlarged.alt = picture.alt;
    dialog.setAttribute("aria-label", picture.alt);
    dialog.showModal();
    // Where it is larger than the window, one sees its middle first.
    enlarged.decode().then(() => enlarged.scrollIntoView({ block: "nearest", inline: "center" }), () => {});
  };

  document.addEventListener("click", (event) => {
    if (event.target === dialog) return dialog.close(); // beside the picture
    const link = event.target.closest?.("a.enlarge");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !window.HTMLDialogElement) return;
    event.preventDefault();
    show(link.querySelector("img"), link.dataset.close);
  });
})();
