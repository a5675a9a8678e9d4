// Remarks by selecting words. For staff, on article pages; without it the "Remark" link and its form do the same.
"use strict";
{
  const article = document.querySelector("form.say")?.dataset.article
    || /^\/article\/(\d+)\//.exec(location.pathname)?.[1];
  const line = text => text.replace(/\s+/g, " ").trim();

  /* The words as they were written: house words back to the original, what the house put in left out. */
  const written = range => {
    const copy = document.createElement("div");
    copy.append(range.cloneContents());
    copy.querySelectorAll(".gloss-aside,.gloss-serial,[data-remark],.source-tag").forEach(part => part.remove());
    copy.querySelectorAll(".gloss-sub").forEach(sub => { sub.textContent = sub.dataset.original; });
    return line(copy.textContent);
  };
  /* A selection takes whole words, and whole substitutions, or their original could not be told. */
  const inWord = (text, at) => /^[\p{L}\p{N}]{2}$/u.test(text.data.slice(at - 1, at + 1));
  const widen = range => {
    let text = range.startContainer, at = range.startOffset;
    if (text.nodeType === 3) { while (inWord(text, at)) at--; range.setStart(text, at); }
    text = range.endContainer; at = range.endOffset;
    if (text.nodeType === 3) { while (inWord(text, at)) at++; range.setEnd(text, at); }
    const sub = node => (node.nodeType === 1 ? node : node.parentElement)?.closest(".gloss-sub");
    const first = sub(range.startContainer), last = sub(range.endContainer);
    if (first) range.setStartBefore(first);
    if (last) range.setEndAfter(last);
  };
  const place = node => {
    const at = node.nodeType === 1 ? node : node.parentElement;
    const comment = at?.closest(".comments>article[id^=c]");
    if (comment) return { root: comment, comment: comment.id.slice(1) };
    const text = at?.closest("#text");
    return text && { root: text, comment: "" };
  };
  const BLOCK = "p,li,td,th,h2,h3,h4,h5,h6,blockquote,figcaption,dd,dt,pre";
  let shown;
  const hide = () => { shown?.remove(); shown = undefined; };
  const put = (element, box) => {
    hide();
    element.classList.add("remark-here");
    element.style.left = Math.max(8, Math.min(box.left, innerWidth - 320)) + scrollX + "px";
    element.style.top = box.bottom + scrollY + 6 + "px";
    document.body.append(element);
    shown = element;
  };
  const field = (form, name, value) => {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name, value });
    form.append(input);
  };

  const open = (words, before, comment, box) => {
    const form = document.createElement("form");
    form.method = "post";
    form.action = `/desk/remarks/new?article=${article}` + (comment && `&comment=${comment}`);
    field(form, "words", words);
    field(form, "before", before);
    const label = document.createElement("label");
    label.textContent = `Remark after “${words.length > 40 ? "…" + words.slice(-40) : words}”`;
    const text = document.createElement("textarea");
    Object.assign(text, { name: "text", rows: 3, required: true, id: "remark-here-text" });
    label.htmlFor = text.id;
    const row = document.createElement("p");
    const act = (value, name, main) => {
      const button = document.createElement("button");
      Object.assign(button, { name: "act", value, textContent: name, className: main ? "main" : "" });
      row.append(button, " ");
      return button;
    };
    act("put", "Put in", true);
    act("preview", "Preview");
    const cancel = act("", "Cancel");
    cancel.type = "button";
    cancel.addEventListener("click", hide);
    form.append(label, text, row);
    form.addEventListener("keydown", event => { if (event.key === "Escape") hide(); });
    put(form, box);
    text.focus();
    globalThis.deskWords?.remark(text, "");
  };

  const offer = () => {
    if (shown?.matches("form")) return;
    const selection = getSelection();
    if (!article || !selection.rangeCount || selection.isCollapsed) { hide(); return; }
    const range = selection.getRangeAt(0).cloneRange();
    const at = place(range.commonAncestorContainer);
    if (!at) { hide(); return; }
    widen(range);
    const words = written(range);
    if (!words) { hide(); return; }
    const end = range.startContainer;
    const block = (end.nodeType === 1 ? end : end.parentElement).closest(BLOCK);
    const ahead = document.createRange();
    ahead.setStart(block && at.root.contains(block) ? block : at.root, 0);
    ahead.setEnd(range.startContainer, range.startOffset);
    const before = written(ahead).slice(-80);
    const button = document.createElement("button");
    Object.assign(button, { type: "button", textContent: "Remark" });
    const box = range.getBoundingClientRect();
    // The button must not take the selection away before it is pressed.
    button.addEventListener("pointerdown", event => event.preventDefault());
    button.addEventListener("click", () => open(words, before, at.comment, box));
    put(button, box);
  };
  /* A click on a remark shows the way to it. */
  document.addEventListener("click", event => {
    const remark = event.target.closest?.("[data-remark]");
    if (!remark || event.target.closest("a,button") || !getSelection().isCollapsed) return;
    const way = document.createElement("a");
    Object.assign(way, { href: `/desk/remarks/${remark.dataset.remark}`, textContent: "This remark at the desk" });
    const box = document.createElement("p");
    box.append(way);
    put(box, remark.getBoundingClientRect());
  });
  document.addEventListener("selectionchange", () => {
    clearTimeout(offer.timer);
    offer.timer = setTimeout(offer, 250);
  });
}
