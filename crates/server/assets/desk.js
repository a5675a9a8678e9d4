// The desk's script. Every view works without it: it only adds comfort. It loads nothing from elsewhere.
"use strict";

document.getElementById("errors")?.focus();

/* On a phone the bar is wider than the screen: it begins where one is. */
{
  const here = document.querySelector(".desk-bar [aria-current]");
  const bar = here?.closest(".tabs");
  if (bar) bar.scrollLeft = here.offsetLeft - bar.offsetLeft - (bar.clientWidth - here.offsetWidth) / 2;
}

/* A form with unsaved words asks before it is left. */
for (const form of document.querySelectorAll("form[data-unsaved]")) {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  addEventListener("beforeunload", event => { if (changed) event.preventDefault(); });
}

/* What others do shows while they do it: parts of a view that name a topic in data-live are fetched anew when it changes, and
   those that name one in data-told are told and see to it themselves. A part that somebody is working in (the focus is in it,
   something is typed or chosen, or being dragged) waits until they are done. A window that nobody sees does not listen: it
   looks at everything when it is seen again. Where the stream cannot be had, it looks every half minute. */
{
  const SLOW = 30000;
  const parts = () => [...document.querySelectorAll("[data-live][id]")];
  const told = () => [...document.querySelectorAll("[data-told]")];
  const stale = new Set();
  let fetching = false, out = false;
  const typed = field => field.type === "hidden" ? false
    : field.matches("select") ? [...field.options].some(option => option.selected !== option.defaultSelected) && field.querySelector("[selected]")
    : field.type === "checkbox" || field.type === "radio" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
  const busy = part => part.querySelector(".dragged") || part.contains(document.activeElement) && document.activeElement.matches("input, textarea, select")
    || [...part.querySelectorAll("input, textarea, select")].some(typed);
  // What was opened stays open; it is told by the nearest id around it.
  const opened = part => [...part.querySelectorAll("details[open]")].map(details => details.closest("[id]").id).filter(id => id !== part.id);
  const refresh = async () => {
    const waiting = parts().filter(part => stale.has(part.id) && !busy(part));
    if (!waiting.length || fetching || document.hidden) return;
    fetching = true;
    try {
      const reply = await fetch(location.href, { headers: { accept: "text/html" } });
      // Signed out: the page stays as it is, and what is sent from it waits for a signature.
      if (reply.redirected && new URL(reply.url).pathname === "/sign-in") { out = true; return; }
      if (!reply.ok) return;
      const view = new DOMParser().parseFromString(await reply.text(), "text/html");
      for (const part of waiting) {
        stale.delete(part.id);
        const fresh = view.getElementById(part.id);
        if (!fresh || fresh.innerHTML === part.innerHTML || busy(part)) continue;
        const focused = part.contains(document.activeElement) ? document.activeElement.id : "";
        const open = opened(part);
        part.innerHTML = fresh.innerHTML;
        for (const id of open) { const details = document.getElementById(id)?.querySelector("details"); if (details) details.open = true; }
        if (focused) document.getElementById(focused)?.focus();
        part.dispatchEvent(new CustomEvent("desk:fresh", { bubbles: true }));
      }
    } catch { /* the next event tries again */ } finally { fetching = false; }
  };
  const hear = concerns => {
    for (const part of parts()) if (concerns(part.dataset.live.split(" "))) stale.add(part.id);
    for (const part of told()) if (concerns(part.dataset.told.split(" "))) part.dispatchEvent(new CustomEvent("desk:told"));
    refresh();
  };
  const everything = () => hear(() => true);
  let source = null, was = false;
  const listen = () => {
    if (source || out || document.hidden || !("EventSource" in window)) return;
    source = new EventSource("/desk/live");
    source.addEventListener("open", () => {
      // Whoever was away looks at everything.
      if (was) everything();
      was = true;
    });
    source.addEventListener("message", event => {
      const topics = event.data.split(" ");
      hear(names => names.some(name => topics.includes(name)));
    });
    // It comes again by itself when the connection is lost, but not when there is no room, or no session any more.
    source.addEventListener("error", () => { if (source?.readyState === EventSource.CLOSED) source = null; });
  };
  const leave = () => { source?.close(); source = null; };
  if (parts().length || told().length) {
    listen();
    setInterval(refresh, 2000);
    setInterval(() => { if (!source && !out && !document.hidden) { was = true; everything(); listen(); } }, SLOW);
    document.addEventListener("visibilitychange", () => document.hidden ? leave() : listen());
    addEventListener("pagehide", leave);
    addEventListener("pageshow", event => { if (event.persisted) listen(); });
  }
}

/* A page of the edition is put in order by dragging, or with Alt and the arrow keys. */
{
  // One after the other: two quick moves must not overtake each other on the way.
  let sending = Promise.resolve();
  const send = list => {
    const order = [...list.children].map(item => item.dataset.id).join(",");
    const body = new URLSearchParams({ page: list.dataset.page, order });
    const note = document.getElementById("live-note");
    const tell = text => { if (note) { note.textContent = text; note.classList.toggle("unseen", text === "The order is saved."); } };
    sending = sending.then(async () => {
      try {
        const reply = await fetch(list.dataset.order, { method: "POST", body, headers: { "x-fragment": "1" } });
        if (reply.ok) return tell("The order is saved.");
        const answer = await reply.json().catch(() => ({}));
        tell(answer.message || "The order could not be saved. Load the page anew.");
      } catch { tell("No connection: the order is not saved. Move it once more when there is one."); }
    });
  };
  const equip = () => {
    for (const list of document.querySelectorAll("ol[data-order]")) {
      for (const item of list.children) if (item.tabIndex === 0) item.draggable = true;
    }
  };
  let dragged = null;
  const listOf = target => target instanceof Element ? target.closest("ol[data-order]") : null;
  const itemOf = target => target instanceof Element ? target.closest("ol[data-order] > li") : null;
  document.addEventListener("dragstart", event => {
    dragged = itemOf(event.target);
    dragged?.classList.add("dragged");
  });
  document.addEventListener("dragover", event => {
    const over = itemOf(event.target);
    if (!dragged || !over || over === dragged || listOf(over) !== listOf(dragged)) return;
    event.preventDefault();
    const middle = over.getBoundingClientRect().top + over.offsetHeight / 2;
    over.parentNode.insertBefore(dragged, event.clientY < middle ? over : over.nextSibling);
  });
  document.addEventListener("dragend", () => {
    if (!dragged) return;
    dragged.classList.remove("dragged");
    send(listOf(dragged));
    dragged = null;
  });
  document.addEventListener("keydown", event => {
    const item = itemOf(event.target);
    if (!item || item !== event.target || !event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    const other = event.key === "ArrowUp" ? item.previousElementSibling : item.nextElementSibling;
    if (!other) return;
    event.key === "ArrowUp" ? other.before(item) : other.after(item);
    item.focus();
    send(listOf(item));
  });
  document.addEventListener("desk:fresh", equip);
  equip();
}
