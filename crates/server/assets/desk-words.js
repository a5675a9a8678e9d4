/* What the pages of the desk need to begin to write: the editor is fetched when somebody does, and remarks are written in it. */
globalThis.deskWords = (() => {
  const fetched = {};
  const script = (src) => fetched[src] ??= new Promise((done, fail) => {
    const element = document.createElement("script");
    element.src = src;
    element.onload = done;
    element.onerror = () => { delete fetched[src]; element.remove(); fail(new Error("The editor cannot be fetched.")); };
    document.head.append(element);
  });
  /* Squire, then what puts it to work; whoever waits goes on when both are there. */
  const load = async () => {
    const urls = document.querySelector("[data-editor]").dataset.editor.split(" ");
    for (const url of urls) await script(url);
    return globalThis.deskEditor;
  };

  /* A remark is kept as markup: what the editor shows is written in it again, letter by letter. */
  const escaped = (text) => text.split(/(https?:\/\/\S+)/).map((part, at) => at % 2 ? part : part.replace(/[\\`*_[\]<&~]/g, "\\$&")).join("");
  const around = (mark, text) => {
    const [, before, inner, after] = /^(\s*)([^]*?)(\s*)$/.exec(text);
    return inner ? before + mark + inner + mark + after : text;
  };
  const TAGS = ["code", "del", "s", "small", "sub", "sup", "u"];
  const markup = (node) => {
    if (node.nodeType === 3) return escaped(node.data.replace(/[\s\u200b]+/g, " "));
    if (node.nodeType !== 1) return "";
    const inner = [...node.childNodes].map(markup).join("");
    const name = node.localName;
    if (name === "br") return " ";
    if (name === "b" || name === "strong") return around("**", inner);
    if (name === "i" || name === "em") return around("*", inner);
    if (name === "a" && /^#c\d+$/.test(node.getAttribute("href"))) return node.textContent;
    if (name === "a" && node.hasAttribute("href") && inner.trim()) return node.textContent === node.getAttribute("href") ? node.textContent : `[${inner.trim()}](<${node.getAttribute("href").replace(/[<>\s]/g, encodeURIComponent)}>)`;
    if (TAGS.includes(name)) return `<${name}>${inner}</${name}>`;
    return ["p", "div", "li"].includes(name) ? `${inner} ` : inner;
  };
  const line = (page) => markup(page).replace(/\s+/g, " ").trim()
    .replace(/^(?=(?:[-+>]|#+) )/, "\\").replace(/^(\d+)(?=[.)] )/, "$1\\");

  /* The editor over the textarea of a remark. What is not touched stays as it was typed. */
  const remark = async (area, html) => {
    let made;
    try { made = await load(); } catch { return; }
    const page = made.make("div", { class: "page-text remark-line", role: "textbox", "aria-multiline": "false", "aria-label": "Remark", id: `${area.id}-line` });
    for (const name of ["aria-describedby", "aria-invalid"]) if (area.hasAttribute(name)) page.setAttribute(name, area.getAttribute(name));
    area.before(page);
    const { editor } = made.put(page, { tools: ["bold", "italic", "link", "undo"], label: "Remark" });
    editor.setHTML(html || "");
    editor.addEventListener("input", () => { area.value = line(page); });
    page.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.isComposing) { event.preventDefault(); event.stopImmediatePropagation(); } }, true);
    const had = document.activeElement === area;
    // An empty one is refused by the server, in words; a hidden field would be refused without any.
    area.required = false;
    area.hidden = true;
    if (area.value && !html) editor.setHTML(area.value.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`));
    if (had) page.focus();
  };
  const form = document.querySelector("form.remark-form textarea[data-html]");
  // Whoever comes to this page comes to write: the field is not changed under their fingers.
  if (form) remark(form, form.dataset.html);
  return { load, remark };
})();
