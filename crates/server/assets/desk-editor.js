// The rich text of the desk: Squire with its toolbar, for drafts, for articles edited in place, and for remarks. Loaded where
// somebody begins to write, after Squire.
"use strict";
globalThis.deskEditor = (() => {
const make = (name, attributes, ...children) => {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  element.append(...children);
  return element;
};
/* What was pasted or loaded becomes a fragment without ever running: a document made by the parser has no window. */
const GONE = "script,style,meta,link,title,head,iframe,object,embed,form,input,button,select,textarea,svg,math,o\\:p,xml";
const KEPT = ["href", "src", "alt", "title", "width", "height", "colspan", "rowspan", "scope", "lang", "dir", "start", "datetime", "cite"];
function inert(html, brings, leftOut) {
  // Word processors send their whole style book in comments.
  const parsed = new DOMParser().parseFromString(html.replace(/<!--[\s\S]*?-->/g, ""), "text/html");
  parsed.querySelectorAll(GONE).forEach((element) => element.remove());
  parsed.querySelectorAll("*").forEach((element) => {
    for (const { name } of [...element.attributes]) if (!KEPT.includes(name)) element.removeAttribute(name);
    if (/^\s*(javascript|vbscript|data):/i.test(element.getAttribute("href") || "")) element.removeAttribute("href");
    // A picture from elsewhere would make this browser ask elsewhere. It comes in by its address when the draft is saved; where
    // nothing brings pictures in, it is left out, and that is said.
    const src = element.localName === "img" && element.getAttribute("src");
    if (!src || src.startsWith("/")) return;
    const comes = src.startsWith("http") && brings;
    element.replaceWith(comes ? "\u27e8picture " + src + "\u27e9" : "");
    if (!comes && leftOut) leftOut();
  });
  parsed.querySelectorAll("span,font").forEach((element) => element.replaceWith(...element.childNodes));
  const fragment = document.createDocumentFragment();
  fragment.append(...document.importNode(parsed.body, true).childNodes);
  return fragment;
}


/* Puts the editor to work on an element, with its toolbar before it. `tools` names the buttons in their order; `bring` brings a
   picture in by its address. */
function put(page, { tools, label, bring }) {
  const bar = make("div", { role: "toolbar", class: "write-bar", "aria-label": label, "aria-controls": page.id });
  const ask = make("div", { class: "write-ask", hidden: "" });
  /* What went wrong with something other than saving stays until the next key. */
  const warning = make("p", { class: "write-warning", role: "alert" });
  page.before(bar, ask, warning);
  /* In a list Tab moves an item in, and out with Shift. After Escape it goes on to what follows, wherever the cursor is. */
  let leaving = false;
  page.addEventListener("keydown", (event) => {
    // Before the editor hears of it.
    if (event.key === "Tab" && leaving) event.stopImmediatePropagation();
    if (event.key !== "Shift") leaving = event.key === "Escape";
  }, true);
  const keys = make("p", { class: "help write-keys", id: page.id + "-keys" }, "In a list, Tab moves an item in, and out with Shift. After Escape, Tab goes on to what follows the text.");
  if (tools.includes("list")) {
    page.after(keys);
    page.setAttribute("aria-describedby", keys.id);
  }
  const warn = (words) => { warning.textContent = words; };
  const leftOut = () => warn(bring ? "A picture that has no address of its own was left out: put it on a page first, or give its address."
    : "Pictures of other sites cannot be put in here, and were left out. The editor of drafts takes them in.");
  const editor = new Squire(page, { blockTag: "P", sanitizeToDOMFragment: (html) => inert(html, Boolean(bring), leftOut), addLinks: false, toPlainText: null });
  const has = (tag) => editor.hasFormat(tag);
  let answer = null;
  const question = (label, value, done) => {
    const input = make("input", { value, autocomplete: "off", type: "url" });
    ask.replaceChildren(make("label", {}, label, input), make("button", { type: "button" }, "Put it in"), make("button", { type: "button" }, "Never mind"));
    ask.hidden = false;
    answer = (text) => { ask.hidden = true; answer = null; editor.focus(); if (text !== null) done(text); };
    ask.children[1].onclick = () => answer(input.value.trim());
    ask.children[2].onclick = () => answer(null);
    input.onkeydown = (event) => {
      if (event.key === "Enter") { event.preventDefault(); answer(input.value.trim()); }
      if (event.key === "Escape") { event.stopPropagation(); answer(null); }
    };
    input.focus();
  };
  const heading = () => {
    const wanted = has("H2") ? "P" : "H2";
    editor.modifyBlocks((fragment) => {
      fragment.querySelectorAll("p,h2,h3,h4,div").forEach((block) => {
        const other = document.createElement(wanted);
        other.append(...block.childNodes);
        block.replaceWith(other);
      });
      return fragment;
    });
  };
  const all = {
    bold: ["Bold", "B", "B", () => has("B") ? editor.removeBold() : editor.bold()],
    italic: ["Italic", "I", "I", () => has("I") ? editor.removeItalic() : editor.italic()],
    link: ["Link", "Link", "A", () => has("A") ? editor.removeLink() : question("Address of the link", "https://", (to) => /^https?:\/\/./.test(to) && editor.makeLink(to))],
    heading: ["Heading", "H", "H2", heading],
    quote: ["Quote", "Quote", "BLOCKQUOTE", () => has("BLOCKQUOTE") ? editor.decreaseQuoteLevel() : editor.increaseQuoteLevel()],
    list: ["List", "List", "UL", () => has("UL") ? editor.removeList() : editor.makeUnorderedList()],
    numbered: ["Numbered list", "Numbered", "OL", () => has("OL") ? editor.removeList() : editor.makeOrderedList()],
    picture: ["Picture by its address", "Picture", "", () => question("Address of the picture", "https://", (to) => bring(to))],
    undo: ["Undo", "\u21b6", "", () => editor.undo()],
    redo: ["Redo", "\u21b7", "", () => editor.redo()],
  };
  const buttons = [];
  const marks = () => buttons.forEach(([button, tag]) => tag && button.setAttribute("aria-pressed", String(has(tag))));
  /* One stop for the keyboard, arrows within. */
  const add = (button, tag) => {
    button.tabIndex = buttons.length ? -1 : 0;
    buttons.push([button, tag]);
    bar.append(button);
  };
  for (const name of tools) {
    const [label, text, tag, run] = all[name];
    const button = make("button", { type: "button", "aria-label": label, title: label, class: name }, text);
    if (tag) button.setAttribute("aria-pressed", "false");
    button.onmousedown = (event) => event.preventDefault();
    button.onclick = () => { run(); marks(); };
    add(button, tag);
  }
  bar.onkeydown = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const open = buttons.map(([button]) => button).filter((button) => !button.disabled);
    const next = open[(open.indexOf(document.activeElement) + step + open.length) % open.length];
    buttons.forEach(([button]) => { button.tabIndex = button === next ? 0 : -1; });
    next.focus();
    event.preventDefault();
  };
  editor.addEventListener("pathChange", marks);
  page.addEventListener("keydown", () => warn(""));
  const remove = () => { editor.destroy(); bar.remove(); ask.remove(); warning.remove(); keys.remove(); };
  return { editor, add, warn, remove, buttons, keys };
}
return { make, inert, put };
})();
