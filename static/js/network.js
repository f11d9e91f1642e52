// Reason: a page without a network says so and goes on by itself; a server that is away is asked more and more seldom.
"use strict";

(() => {
  const FIRST = 1000;
  const LAST = 15_000;
  const asksByItself = (element) => element?.matches?.("[aria-busy=true], .awaited-mark") ?? false;
  let wait = 0;
  let notBefore = 0;

  document.addEventListener("htmx:before:request", (event) => {
    const rests = !navigator.onLine || performance.now() < notBefore;
    if (asksByItself(event.detail.ctx.sourceElement) && rests) event.preventDefault();
  });

  const failed = () => {
    wait = Math.min(LAST, 2 * wait || FIRST);
    notBefore = performance.now() + wait * (0.75 + Math.random() / 2);
  };
  const reached = () => (wait = notBefore = 0);
  document.addEventListener("htmx:error", ({ detail: { ctx } }) => asksByItself(ctx?.sourceElement) && failed());
  document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    if (ctx.response.status < 500) reached();
    else if (asksByItself(ctx.sourceElement)) failed();
  });

  const trouble = document.getElementById("trouble");
  const { noNetwork: words, notSent } = document.body.dataset;
  const tell = () => {
    // That a question has to be sent again outweighs why: the event may come later than the failure.
    if (!navigator.onLine && trouble.textContent !== notSent) trouble.textContent = words;
    else if (trouble.textContent === words) trouble.textContent = "";
    trouble.hidden = !trouble.textContent;
  };
  addEventListener("offline", tell);
  addEventListener("online", () => {
    reached();
    tell();
  });
  if (!navigator.onLine) tell();
})();
