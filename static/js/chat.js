// Reason: Enter sends; polls rest on hidden pages and end on 403/404; failures keep the typed text and say so; scrolling.
"use strict";

(() => {
  const byId = (id) => document.getElementById(id);
  const isComposer = (element) => element?.id === "composer";
  const isPoller = (element) => element?.getAttribute?.("aria-busy") === "true";

  const say = (text) => {
    const trouble = byId("trouble");
    trouble.textContent = text;
    trouble.hidden = !text;
  };

  document.addEventListener("keydown", (event) => {
    const box = event.target;
    const sends = event.key === "Enter" && !event.shiftKey && !event.isComposing;
    if (sends && box.matches?.("#composer textarea")) {
      event.preventDefault();
      box.form.requestSubmit();
    }
  });

  document.addEventListener("htmx:before:request", (event) => {
    const element = event.detail.ctx.sourceElement;
    if (isPoller(element) && document.hidden) event.preventDefault();
    if (isComposer(element)) element.querySelector("textarea").readOnly = true;
  });

  document.addEventListener("htmx:finally:request", (event) => {
    const box = isComposer(event.detail.ctx.sourceElement) && byId("composer")?.querySelector("textarea");
    if (box) box.readOnly = false;
  });

  document.addEventListener("htmx:after:request", (event) => {
    const { sourceElement, response } = event.detail.ctx;
    if (response.status < 400 || response.status === 422) say("");
    else if (isPoller(sourceElement) && (response.status === 403 || response.status === 404)) rest(sourceElement);
    else if (isComposer(sourceElement)) say(document.body.dataset.notSent);
  });

  document.addEventListener("htmx:error", (event) => {
    const { ctx } = event.detail;
    if (isComposer(ctx?.sourceElement)) say(document.body.dataset.notSent);
    else if (isPoller(ctx?.sourceElement)) say(document.body.dataset.offline);
  });

  // An element without hx-get polls no more.
  const rest = (poller) => {
    const still = poller.cloneNode(true);
    for (const name of ["hx-get", "hx-trigger", "hx-swap", "aria-busy", "data-htmx-powered"]) still.removeAttribute(name);
    poller.replaceWith(still);
  };

  // A reader at the end of the conversation stays there; one who has scrolled up is left alone.
  let follows = true;
  const atEnd = () => window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 120;
  const toEnd = () => window.scrollTo({ top: document.documentElement.scrollHeight });

  document.addEventListener("htmx:before:swap", (event) => {
    follows = isComposer(event.detail.ctx.sourceElement) || atEnd();
  });
  document.addEventListener("htmx:after:swap", () => {
    if (follows) toEnd();
  });
  if (byId("turns")?.childElementCount) toEnd();
})();
