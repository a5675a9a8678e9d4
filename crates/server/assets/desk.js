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

/* What others do shows while they do it: parts of a view that name a topic in data-live are fetched anew when it changes.
   A part that somebody is working in (the focus is in it, or something is being dragged) waits until they are done. */
{
  const parts = () => [...document.querySelectorAll("[data-live][id]")];
  const stale = new Set();
  let fetching = false;
  const busy = part => part.querySelector(".dragged") || part.contains(document.activeElement) && document.activeElement.matches("input, textarea, select");
  const refresh = async () => {
    const waiting = parts().filter(part => stale.has(part.id) && !busy(part));
    if (!waiting.length || fetching) return;
    fetching = true;
    try {
      const reply = await fetch(location.href, { headers: { accept: "text/html" } });
      if (!reply.ok) return;
      const view = new DOMParser().parseFromString(await reply.text(), "text/html");
      for (const part of waiting) {
        stale.delete(part.id);
        const fresh = view.getElementById(part.id);
        if (!fresh || fresh.innerHTML === part.innerHTML) continue;
        const focused = part.contains(document.activeElement) ? document.activeElement.id : "";
        part.innerHTML = fresh.innerHTML;
        if (focused) document.getElementById(focused)?.focus();
        part.dispatchEvent(new CustomEvent("desk:fresh", { bubbles: true }));
      }
    } catch { /* the next event tries again */ } finally { fetching = false; }
  };
  if (parts().length && "EventSource" in window) {
    const source = new EventSource("/desk/live");
    let was = false;
    source.addEventListener("open", () => {
      // Whoever was away looks at everything.
      if (was) { parts().forEach(part => stale.add(part.id)); refresh(); }
      was = true;
    });
    source.addEventListener("message", event => {
      const topics = event.data.split(" ");
      for (const part of parts()) if (part.dataset.live.split(" ").some(topic => topics.includes(topic))) stale.add(part.id);
      refresh();
    });
    setInterval(refresh, 2000);
    addEventListener("pagehide", () => source.close());
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
