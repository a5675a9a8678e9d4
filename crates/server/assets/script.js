// Clipsheet's reader script. Every page works without it: it only adds comfort. It loads nothing from elsewhere.
"use strict";

// What is told to those who hear the page, and shown under the form.
const say = (place, text) => { if (place) place.textContent = text; };

const stored = {
  get: key => { try { return localStorage.getItem(key); } catch { return null; } },
  set: (key, value) => { try { value ? localStorage.setItem(key, value) : localStorage.removeItem(key); } catch { /* private mode */ } },
};

/* Substitutions: the style sheet shows the original on hover and focus; here a second tap and Escape put it away.
   The title says the same to those who hear the page, and would only show it a second time to the others. */
for (const word of document.querySelectorAll(".gloss-sub")) {
  word.setAttribute("aria-description", word.title);
  word.removeAttribute("title");
  word.addEventListener("pointerdown", () => { word.open = document.activeElement === word && !word.classList.contains("shut"); });
  word.addEventListener("click", () => word.classList.toggle("shut", word.open));
  word.addEventListener("blur", () => word.classList.remove("shut"));
  word.addEventListener("pointerleave", event => { if (event.pointerType === "mouse") word.classList.remove("shut"); });
  word.addEventListener("keydown", event => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    word.classList.toggle("shut");
  });
}
/* What the links beside them say is put away by Escape, too, until one comes back. */
for (const why of document.querySelectorAll(".gloss-why")) {
  for (const kind of ["blur", "pointerleave"]) why.addEventListener(kind, () => why.classList.remove("shut"));
}
document.addEventListener("keydown", event => {
  if (event.key === "Escape") document.querySelectorAll(":is(.gloss-sub, .gloss-why):is(:hover, :focus)").forEach(word => word.classList.add("shut"));
});

/* Beside the column there is room for all; in one column each sidebar is folded until it is wanted. */
const wide = matchMedia("(min-width: 64rem)");
const unfold = () => {
  for (const fold of document.querySelectorAll(".rail details")) {
    fold.open = wide.matches;
    fold.firstElementChild.tabIndex = wide.matches ? -1 : 0;
  }
};
wide.addEventListener("change", unfold);
unfold();

document.getElementById("errors")?.focus();

const form = document.getElementById("say");
if (form) {
  const text = form.elements.text;
  const shown = form.querySelector(".shown");

  /* Puts text in place of the selection so that the browser's own undo takes it back. */
  const put = (from, to, value) => {
    text.focus();
    text.setSelectionRange(from, to);
    if (!document.execCommand("insertText", false, value)) {
      text.setRangeText(value, from, to, "end");
      text.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };

  const wraps = {
    bold: ["**", "**"], italic: ["*", "*"], underline: ["<u>", "</u>"], strike: ["~~", "~~"],
    small: ["<small>", "</small>"], big: ["<big>", "</big>"],
  };

  const wrap = (before, after) => {
    const { selectionStart: from, selectionEnd: to, value } = text;
    const inside = value.slice(from, to);
    // One star inside of two is bold and not italic.
    const star = before === "*" && /(^|[^*])\*\*$/.test(value.slice(0, from));
    if (!star && value.slice(0, from).endsWith(before) && value.slice(to).startsWith(after)) {
      put(from - before.length, to + after.length, inside);
      text.setSelectionRange(from - before.length, to - before.length);
      return;
    }
    // Marks must touch the words: spaces at the ends of the selection stay outside of them.
    const [, head, words, tail] = inside.match(/^(\s*)([^]*?)(\s*)$/);
    put(from, to, head + before + words + after + tail);
    const start = from + head.length + before.length;
    text.setSelectionRange(start, start + words.length);
  };

  /* Sets a mark before each line of the selection, or takes it away when all have it. */
  const lines = mark => {
    const { value } = text;
    const from = value.lastIndexOf("\n", text.selectionStart - 1) + 1;
    const end = value.indexOf("\n", text.selectionEnd);
    const to = end < 0 ? value.length : end;
    const all = value.slice(from, to).split("\n");
    const marked = all.every(line => line.startsWith(mark));
    const gap = from > 0 && !marked && value.slice(from - 2, from) !== "\n\n" ? "\n" : "";
    const changed = gap + all.map(line => (marked ? line.slice(mark.length) : mark + line)).join("\n");
    put(from, to, changed);
    text.setSelectionRange(from + gap.length, from + changed.length);
  };

  const address = question => {
    const answer = prompt(question, "https://");
    return answer && answer.trim() !== "https://" ? answer.trim() : "";
  };

  const link = () => {
    const { selectionStart: from, selectionEnd: to, value } = text;
    const inside = value.slice(from, to);
    const target = /^https?:\/\/\S+$/.test(inside) ? inside : address("Address of the link");
    if (target) put(from, to, `[${inside && inside !== target ? inside : "link"}](${target})`);
  };

  const picture = kind => {
    const { selectionStart: from, selectionEnd: to, value } = text;
    const inside = value.slice(from, to);
    const target = /^https?:\/\/\S+$/.test(inside) ? inside : address("Address of the picture. To send one of your own, use “Add a picture” below.");
    if (target) put(from, to, `[${kind} ${target}${inside && inside !== target ? " " + inside.replace(/[\]\n]/g, " ") : ""}]`);
  };

  /* The selection, or all of it when nothing is selected. */
  const squish = async () => {
    const all = text.selectionStart === text.selectionEnd;
    const from = all ? 0 : text.selectionStart;
    const to = all ? text.value.length : text.selectionEnd;
    const before = text.value;
    try {
      const reply = await fetch("/tools/squish", { method: "POST", headers: { "Content-Type": "text/plain" }, body: before.slice(from, to) });
      if (!reply.ok) throw new Error();
      const tidy = await reply.text();
      if (text.value === before) put(from, to, tidy);
    } catch { say(shown, "The squisher does not answer. Please try again in a minute."); }
  };

  const act = name => {
    if (wraps[name]) wrap(...wraps[name]);
    else if (name === "bullet") lines("- ");
    else if (name === "blockquote") lines("> ");
    else if (name === "link") link();
    else if (name === "squish") squish();
    else picture(name);
  };

  /* The buttons: one stop for the Tab key, arrows between them. */
  const tools = form.querySelector(".tools");
  const marks = [...tools.querySelectorAll("button")];
  tools.hidden = false;
  marks.forEach((mark, index) => { mark.tabIndex = index ? -1 : 0; });
  tools.addEventListener("click", event => {
    const mark = event.target.closest("button");
    if (mark) act(mark.dataset.mark);
  });
  tools.addEventListener("keydown", event => {
    const at = marks.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    marks[at].tabIndex = -1;
    const next = marks.at(to % marks.length);
    next.tabIndex = 0;
    next.focus();
  });
  text.addEventListener("keydown", event => {
    const name = { b: "bold", i: "italic", u: "underline", k: "link" }[event.key.toLowerCase()];
    if (name && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
      event.preventDefault();
      act(name);
    }
  });
  // The button that works with a selection takes the place of the one that sends the whole form.
  form.querySelector('.send [value="squish"]').hidden = true;

  /* What is left of the room; what was typed and not sent is kept in this browser. */
  const key = "unsent " + form.dataset.article;
  const left = form.querySelector("[data-left]");
  const room = Number(text.dataset.max);
  const count = () => { left.textContent = (room - [...text.value].length).toLocaleString(document.documentElement.lang); };
  if (!text.value) text.value = stored.get(key) || "";
  let timer;
  const keep = () => stored.set(key, text.value);
  text.addEventListener("input", () => { count(); clearTimeout(timer); timer = setTimeout(keep, 400); });
  addEventListener("pagehide", keep);
  if (text.value) count();

  /* Buttons that ask the server and stay on the page. When that fails the form is sent, as it is without the script. */
  const ask = {
    pic: async () => { form.elements.nic.value = (await json("/tools/nic")).nic; },
    original: async () => {
      const { nic } = await json("/tools/original-nic");
      if (nic) form.elements.nic.value = nic;
      else say(shown, "You have not signed anything yet, so the nic you choose now will be your original one.");
    },
    preview: async button => {
      const body = new FormData(form, button);
      const reply = await fetch(form.action, { method: "POST", headers: { "X-Fragment": "1" }, body });
      if (!reply.ok && reply.status !== 422) throw new Error();
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      // A whole page is no fragment: a proxy or a sign-in stood in the way.
      if (page.querySelector("main")) throw new Error();
      shown.replaceChildren(...page.body.childNodes);
      shown.scrollIntoView({ block: "nearest" });
    },
  };
  const json = async url => {
    const reply = await fetch(url, { headers: { Accept: "application/json" } });
    if (!reply.ok) throw new Error();
    return reply.json();
  };

  let plain = false;
  form.addEventListener("submit", event => {
    const button = event.submitter;
    const work = !plain && button && ask[button.value];
    if (!work) {
      // Sent for good: the server has the text or gives it back. Forget it once the reply is another page.
      clearTimeout(timer);
      if (button?.value === "post") { stored.set("sent " + form.dataset.article, text.value); }
      return;
    }
    event.preventDefault();
    work(button).catch(() => { plain = true; form.requestSubmit(button); });
  });
}

/* A comment that arrived is no longer unsent: the page that shows it says so in its address (#c12). */
const article = form?.dataset.article;
const sent = article && stored.get("sent " + article);
if (sent) {
  stored.set("sent " + article, "");
  if (/^#c\d+$/.test(location.hash) && form.elements.text.value === sent) {
    form.elements.text.value = "";
    form.elements.text.dispatchEvent(new Event("input"));
    stored.set("unsent " + article, "");
  }
}
