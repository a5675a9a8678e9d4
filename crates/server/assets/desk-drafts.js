// The editor of drafts: a rich text over the textarea, saving while one types, and a copy in this browser.
// Without it the form is a form: a textarea with HTML and a Save button.
"use strict";
{
const form = document.getElementById("draft");
const area = document.getElementById("d-text");
const state = document.getElementById("d-state");
const base = form.elements.base;
const url = form.getAttribute("action");
const most = Number(form.dataset.most);
const key = "draft-" + form.dataset.id;
const { make, inert, put } = deskEditor;
const clock = () => new Date().toTimeString().slice(0, 5);
const say = (words, bad) => {
  if (state.textContent !== words) state.textContent = words;
  state.classList.toggle("bad", Boolean(bad));
};

/* The rich text */
const page = make("div", { class: "page-text text", role: "textbox", "aria-multiline": "true", "aria-labelledby": "d-text-l" });
page.id = "d-page-text";
area.before(page);
const { editor, add, warn, buttons, keys } = put(page, {
  tools: ["bold", "italic", "link", "heading", "quote", "list", "numbered", "picture", "undo", "redo"],
  label: "Text",
  bring: (address) => { const data = new FormData(); data.append("address", address); bring(data); },
});
let rich = true;
const PICTURE = /\u27e8picture (https?:\/\/[^\s\u27e9]+)\u27e9/g;
const html = () => rich
  ? editor.getHTML().replace(PICTURE, (_, src) => '<img src="' + src.replace(/&amp;/g, "&").replace(/[&"<>]/g, (c) => "&#" + c.charCodeAt(0) + ";") + '" alt="">')
  : area.value;
const fill = (text) => {
  area.value = text;
  if (rich) editor.setHTML(text);
};
// It stays in the form's data: html() is put there before anything is sent.
const show = (wanted) => {
  if (wanted) { rich = true; editor.setHTML(area.value); } else { area.value = html(); rich = false; }
  page.hidden = keys.hidden = !rich;
  area.hidden = rich;
  document.getElementById("d-text-h").hidden = rich;
};

async function bring(data) {
  warn("Bringing the picture in …");
  try {
    const reply = await fetch(url + "/picture", { method: "POST", body: data, headers: { accept: "application/json" } });
    const picture = await reply.json();
    if (!picture.src) throw new Error(picture.words);
    editor.insertImage(picture.src, { width: String(picture.width), height: String(picture.height), alt: "" });
    warn("");
    changed();
  } catch (error) {
    warn(error instanceof SyntaxError || error instanceof TypeError ? "The picture could not be brought in. Try again." : error.message);
  }
}
const raw = make("button", { type: "button", "aria-pressed": "false" }, "HTML");
raw.onclick = () => {
  show(!rich);
  raw.setAttribute("aria-pressed", String(!rich));
  buttons.forEach(([button]) => { button.disabled = !rich && button !== raw; });
  (rich ? page : area).focus();
};
add(raw, "");
const tooMuch = (length) => "That is too much at once: " + Math.ceil(length / 1048576) + " MB, and 4 MB is the most. Nothing was pasted; it is still in your clipboard.";
editor.addEventListener("willPaste", (event) => {
  const words = event.detail.fragment ? event.detail.fragment.textContent.length : 0;
  if (words > most) {
    event.preventDefault();
    warn(tooMuch(words));
  }
});
page.addEventListener("paste", (event) => {
  const files = [...(event.clipboardData ? event.clipboardData.files : [])].filter((file) => file.type.startsWith("image/"));
  const text = event.clipboardData ? event.clipboardData.getData("text/html") || event.clipboardData.getData("text/plain") : "";
  if (text.length > 2 * most) {
    event.preventDefault();
    event.stopImmediatePropagation();
    warn(tooMuch(text.length));
  } else if (files.length && !text) {
    event.preventDefault();
    event.stopImmediatePropagation();
    const data = new FormData();
    data.append("picture", files[0]);
    bring(data);
  }
}, true);

/* Saving */
// Names this window, so that the server knows what it goes on from although an answer was lost.
form.append(make("input", { type: "hidden", name: "window", value: Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("") }));
const data = () => {
  area.value = html();
  return new URLSearchParams(new FormData(form));
};
const snapshot = () => { const all = data(); all.delete("base"); all.delete("window"); return all.toString(); };
let sent = "", typing = 0, since = 0, waiting = 0, busy = false, failed = 0, stopped = false, again = false;
const keep = (sent) => {
  try {
    localStorage.setItem(key, JSON.stringify({ base: base.value, at: clock(), time: Date.now(), sent: Boolean(sent), window: form.elements.window.value, form: [...data()].filter(([name]) => name !== "base" && name !== "window") }));
  } catch { /* Full or forbidden: the server has it a moment later. */ }
};
const forget = () => { try { localStorage.removeItem(key); } catch { /* As above. */ } };
function changed() {
  if (stopped) return;
  keep();
  const now = Date.now();
  typing = now;
  if (!since) since = now;
  if (failed === 0) say("Not saved yet");
  // Two seconds after the last key, four after the first: less than five are ever lost.
  clearTimeout(waiting);
  waiting = setTimeout(save, failed ? pause() : Math.max(0, Math.min(2000, since + 4000 - now)));
}
const pause = () => Math.min(30000, 1000 * 2 ** Math.min(failed, 5));
const retry = (words) => {
  failed += 1;
  say(words, true);
  clearTimeout(waiting);
  waiting = setTimeout(save, pause());
};
async function save() {
  if (stopped) return;
  if (busy) { again = true; return; }
  await saveNow();
  if (then) { const go = then; then = null; go(); }
}
async function saveNow() {
  const now = snapshot();
  if (now === sent) { since = 0; say(state.textContent === "Not saved yet" ? "Saved" : state.textContent); return; }
  if (area.value.length > most) {
    say("Not saved: the text is too long (4 MB is the most). It is kept in this window; take something out.", true);
    return;
  }
  busy = true;
  since = 0;
  const before = typing;
  let reply;
  try {
    reply = await fetch(url, { method: "POST", body: data(), redirect: "manual", headers: { accept: "application/json" } });
  } catch {
    busy = false;
    retry("Not saved: no connection. It is kept in this browser, and tried again.");
    return;
  }
  busy = false;
  if (reply.status === 409) {
    const gone = await reply.json();
    stopped = true;
    say(gone.words.replace(" Your text is here:", " It is kept in this browser."), true);
    return;
  }
  if (reply.status === 413) { say("Not saved: the text is too long (4 MB is the most). It is kept in this window; take something out.", true); return; }
  if (reply.status === 401) { retry("Not saved: you are signed out. Sign in in another tab; what you write is kept here."); return; }
  if (reply.status === 403) { say("Not saved: you may not write here any more. What you wrote is kept in this browser; copy it.", true); return; }
  if (!reply.ok) { retry("Not saved: the paper does not answer as it should (" + reply.status + "). It is kept in this browser, and tried again."); return; }
  const saved = await reply.json();
  failed = 0;
  sent = now;
  if (saved.text !== null) {
    if (typing === before && snapshot() === now) adopt(saved);
    // Still typing: the next save says that it goes on from what was sent, and is merged with the others' again.
    else base.value = saved.merged ? saved.version + "s" : base.value;
  } else base.value = saved.version;
  others(saved);
  if (snapshot() === sent) { forget(); say(saved.words || "Saved " + saved.saved_at); } else { keep(); changed(); }
  if (saved.words) say(saved.words);
  if (again) { again = false; changed(); }
  preview();
}
function adopt(saved) {
  const at = place();
  fill(saved.text);
  for (const [name, value] of Object.entries(saved.fields || {})) if (form.elements[name]) form.elements[name].value = value;
  back(at);
  base.value = saved.version;
  sent = snapshot();
}
/* Where the cursor is: in which block, behind how many characters. */
function place() {
  const selection = getSelection();
  if (!rich || !page.contains(selection.anchorNode) || document.activeElement !== page) return null;
  let block = selection.anchorNode;
  while (block.parentNode !== page && block.parentNode) block = block.parentNode;
  const range = document.createRange();
  range.selectNodeContents(block);
  range.setEnd(selection.anchorNode, selection.anchorOffset);
  return { words: block.textContent, offset: range.toString().length };
}
function back(at) {
  if (!at) return;
  const block = [...page.children].find((child) => child.textContent === at.words) || page.lastElementChild;
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  let node, left = at.offset;
  while ((node = walker.nextNode())) {
    if (left <= node.length) { editor.setSelection(new Range()); const range = document.createRange(); range.setStart(node, left); range.collapse(true); editor.setSelection(range); return; }
    left -= node.length;
  }
}
editor.addEventListener("input", changed);
form.addEventListener("input", (event) => { if (!page.contains(event.target) && event.target.name) changed(); });
form.addEventListener("change", (event) => { if (event.target.name) changed(); });
let then = null;
form.addEventListener("submit", (event) => {
  if (busy) {
    // One after the other.
    event.preventDefault();
    const { submitter } = event;
    then = () => form.requestSubmit(submitter);
    return;
  }
  area.value = html(); area.disabled = false; clearTimeout(waiting); stopped = true; keep(true);
});
addEventListener("pageshow", (event) => { if (event.persisted) stopped = false; });
addEventListener("online", () => { if (failed) save(); });
addEventListener("pagehide", () => { if (!stopped && snapshot() !== sent) keep(); });
document.addEventListener("visibilitychange", () => { if (document.hidden && !stopped && snapshot() !== sent) save(); });
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "s") { event.preventDefault(); clearTimeout(waiting); save(); }
});

/* Who else is here */
const note = document.getElementById("d-others");
function others(reply) {
  const words = reply.taken_over_by ? reply.taken_over_by + " has taken this draft over. What you wrote is saved." : reply.others;
  note.hidden = !words;
  note.querySelector("span").textContent = words;
  note.querySelector("button").textContent = reply.taken_over_by ? "Take it back" : "Take over";
  note.elements.base.value = base.value;
  if (reply.taken_over_by && snapshot() === sent) {
    stopped = true;
    page.contentEditable = "false";
    say("Saved. Somebody else goes on.");
  }
}
async function here() {
  if (document.hidden) return;
  try {
    const reply = await fetch(url + "/here", { method: "POST", redirect: "manual" });
    if (!reply.ok) return;
    const now = await reply.json();
    if (stopped) return;
    others(now);
    // Nothing of ours waits, and somebody has saved: a save of nothing brings their text.
    if (String(now.version) !== base.value && snapshot() === sent && !busy) { sent = ""; save(); }
  } catch { /* The next save says so. */ }
}
setInterval(here, 15000);

/* The preview beside the editor, on wide screens, after each save */
const beside = document.getElementById("d-preview");
async function preview() {
  if (beside.hidden) return;
  const reply = await fetch(url + "/preview", { redirect: "manual", headers: { "x-fragment": "1" } }).catch(() => null);
  if (reply && reply.ok) beside.replaceChildren(inertPreview(await reply.text()));
}
function inertPreview(text) {
  const parsed = new DOMParser().parseFromString(text, "text/html");
  const fragment = document.createDocumentFragment();
  fragment.append(...document.importNode(parsed.body, true).childNodes);
  return fragment;
}
beside.addEventListener("submit", async (event) => {
  event.preventDefault();
  const body = new URLSearchParams(new FormData(event.target));
  body.append("act", event.submitter.value);
  await fetch(event.target.getAttribute("action"), { method: "POST", body, redirect: "manual" }).catch(() => null);
  preview();
});
const peek = make("button", { type: "button", class: "peek", "aria-expanded": "false", "aria-controls": "d-preview" }, "Show it beside");
peek.onclick = () => {
  beside.hidden = !beside.hidden;
  peek.setAttribute("aria-expanded", String(!beside.hidden));
  peek.textContent = beside.hidden ? "Show it beside" : "Hide the preview";
  preview();
};
document.querySelector(".draft-bar .send").append(" ", peek);

/* Begin */
show(true);
sent = snapshot();
let kept = null;
try {
  kept = JSON.parse(localStorage.getItem(key));
  // What nobody came back for in a month is forgotten.
  for (const other of Object.keys(localStorage)) {
    if (other.startsWith("draft-") && !(JSON.parse(localStorage.getItem(other)).time > Date.now() - 30 * 864e5)) localStorage.removeItem(other);
  }
} catch { /* None, or none of ours. */ }
const words = (text) => inert(text || "", true).textContent.replace(/\s+/g, "");
function isSaved(copy) {
  const form = new URLSearchParams(copy.form);
  if (form.toString() === sent) return true;
  // A form that was sent comes back with its HTML tidied: the words are the same.
  return copy.sent && Number(base.value) > parseInt(copy.base, 10) && words(form.get("text")) === words(html());
}
if (kept && !isSaved(kept)) offer(kept);
else forget();
function offer(copy) {
  const old = new URLSearchParams(copy.form);
  const use = make("button", { type: "button" }, "Use it");
  const compare = make("button", { type: "button" }, "Compare");
  const drop = make("button", { type: "button" }, "Throw it away");
  const box = make("div", { class: "draft-kept", role: "status" },
    make("p", {}, "This browser has text from " + copy.at + " that was not saved."), use, " ", compare, " ", drop);
  form.before(box);
  use.onclick = () => {
    for (const [name, value] of old) {
      const field = form.elements[name];
      if (name !== "text" && field && "value" in field && field.type !== "checkbox") field.value = value;
    }
    fill(old.get("text") || "");
    // It was made from that version: what was saved since is merged with it.
    // This window keeps a key of its own: the one that wrote the copy may still be open and go on writing.
    base.value = copy.base;
    box.remove();
    changed();
  };
  compare.onclick = () => {
    const words = make("pre", {});
    words.textContent = inert(old.get("text") || "", true).textContent;
    compare.replaceWith(words);
  };
  drop.onclick = () => { forget(); box.remove(); };
}
}
