// Reason: an open menu closes by Escape, by a click elsewhere and when another one opens, as menus do.
"use strict";

(() => {
  const close = (kept) => {
    for (const menu of document.querySelectorAll(".menu[open]")) if (menu !== kept) menu.open = false;
  };

  document.addEventListener("click", ({ target }) => close(target.closest?.(".menu")));

  document.addEventListener("keydown", ({ key }) => {
    const menu = document.querySelector(".menu[open]");
    if (key !== "Escape" || !menu) return;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    close();
  });
})();
