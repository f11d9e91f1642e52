// Reason: days and hours are the reader's, and nothing else tells the server which time zone that is. To find it out takes
// a browser longer than all else on the page, so it waits until the page is there.
"use strict";

(() => {
  const tell = () => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (zone && !document.cookie.split("; ").includes(`time_zone=${zone}`)) {
      document.cookie = `time_zone=${zone}; path=/; max-age=31536000; samesite=lax`;
    }
  };
  addEventListener("load", () => setTimeout(tell, 300));
})();
