// Reason: Enter sends; polls rest on hidden pages and end on 403/404; failures keep the typed text and say so.
"use strict";

(() => {
  const byId = (id) => document.getElementById(id);
  const isComposer = (element) => element?.id === "composer";
  const isPoller = (element) => element?.getAttribute?.("aria-busy") === "true";
  const isAwaitedMark = (element) => element?.classList?.contains("awaited-mark");

  const say = (text) => {
    const trouble = byId("trouble");
    trouble.textContent = text;
    trouble.hidden = !text;
  };

  // An error comes as a fragment that says what is wrong.
  const saidBy = (html) => new DOMParser().parseFromString(html, "text/html").querySelector("p.fault-words")?.textContent;

  // While a question is on its way the box keeps its text and the button says so.
  const busy = (on) => {
    const form = byId("composer");
    form.querySelector("textarea").readOnly = on;
    form.classList.toggle("busy", on);
    form.querySelector("button").setAttribute("aria-disabled", on);
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
    if ((isPoller(element) || isAwaitedMark(element)) && document.hidden) event.preventDefault();
    if (isComposer(element)) busy(true);
  });

  document.addEventListener("htmx:finally:request", (event) => {
    if (isComposer(event.detail.ctx.sourceElement)) busy(false);
  });

  // What is said stays until the form that failed has succeeded; a poller speaks for itself alone.
  let sayer = null;
  const report = (element, text) => {
    sayer = isPoller(element) ? "poller" : "form";
    say(text);
  };

  document.addEventListener("htmx:after:request", (event) => {
    const { sourceElement, response, text } = event.detail.ctx;
    const refused = response.status === 403 || response.status === 404;
    if (isAwaitedMark(sourceElement)) return refused && sourceElement.remove();
    if (response.status < 400 || response.status === 422) {
      if (sayer === (isPoller(sourceElement) ? "poller" : "form")) say("");
    } else if (isPoller(sourceElement) && refused) {
      rest(sourceElement);
      report(sourceElement, document.body.dataset.stale);
    } else if (isPoller(sourceElement)) report(sourceElement, document.body.dataset.offline);
    else if (refused) report(sourceElement, document.body.dataset.stale);
    else if (response.status === 429) saidBy(text) && report(sourceElement, saidBy(text));
    else report(sourceElement, isComposer(sourceElement) ? document.body.dataset.notSent : saidBy(text) || document.body.dataset.failed);
  });

  document.addEventListener("htmx:error", (event) => {
    const element = event.detail.ctx?.sourceElement;
    const { offline, notSent, failed } = document.body.dataset;
    if (element && !isAwaitedMark(element)) report(element, isPoller(element) ? offline : isComposer(element) ? notSent : failed);
  });

  // An element without hx-get polls no more, and does not look as if it did.
  const rest = (poller) => {
    const still = poller.cloneNode(true);
    for (const name of ["hx-get", "hx-trigger", "hx-swap", "aria-busy", "data-htmx-powered"]) still.removeAttribute(name);
    still.querySelector(".state").remove();
    poller.replaceWith(still);
  };
})();
