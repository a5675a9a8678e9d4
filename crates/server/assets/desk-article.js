/* Editing an article where it stands: a double-click on its text, or the button beside its tools, puts the words that came,
   without the glossary's work, in place of the printed ones. What is typed is kept in this browser until it is saved. */
{
  const look = async (desk, say) => {
    if (document.hidden) return;
    try {
      const reply = await fetch(`${desk}/here`, { method: "POST", redirect: "manual" });
      if (reply.ok) say((await reply.json()).others);
    } catch { /* Saving says so. */ }
  };
  /* The form with the words: who else is at them. */
  const words = document.querySelector("form.words");
  const shown = document.querySelector(".words-others");
  if (words && shown) {
    const desk = words.getAttribute("action").replace(/\/words$/, "");
    setInterval(() => look(desk, others => { shown.textContent = others; shown.hidden = !others; }), 15000);
  }
  const pencil = document.querySelector("a.pencil");
  const text = document.getElementById("text");
  const put = async () => {
    if (document.querySelector(".in-place")) return;
    let reply;
    try { reply = await fetch(pencil.href, { headers: { accept: "text/html" } }); } catch { reply = { ok: false }; }
    if (!reply.ok) { location.href = pencil.href; return; }
    const view = new DOMParser().parseFromString(await reply.text(), "text/html");
    const form = view.querySelector("form.words");
    if (!form) return;
    let made;
    try { made = await deskWords.load(); } catch { location.href = pencil.href; return; }
    if (document.querySelector(".in-place")) return;
    const headline = document.querySelector(".story h1");
    const kept = { text: [...text.childNodes], headline: [...headline.childNodes] };
    headline.textContent = form.elements.headline.value;
    headline.contentEditable = "true";
    text.replaceChildren();
    const rich = made.put(text, { tools: ["bold", "italic", "link", "heading", "quote", "list", "numbered", "undo", "redo"], label: "Text" });
    rich.editor.setHTML(form.elements.html.value);
    for (const element of [headline, text]) element.classList.add("in-place");
    const key = `clipsheet-in-place-${form.getAttribute("action")}`;
    const store = { get: () => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
      set: value => { try { value ? localStorage.setItem(key, JSON.stringify(value)) : localStorage.removeItem(key); } catch { /* private mode */ } } };
    const keep = () => store.set({ headline: headline.textContent, html: rich.editor.getHTML(), revision: form.elements.revision.value });
    headline.addEventListener("input", keep);
    rich.editor.addEventListener("input", keep);
    text.setAttribute("role", "textbox"); text.setAttribute("aria-multiline", "true"); text.setAttribute("aria-label", "Text");
    const bar = document.createElement("p");
    bar.className = "in-place-bar";
    const button = (label, act, main) => {
      const made = document.createElement("button");
      made.type = "button"; made.textContent = label; if (main) made.className = "main";
      made.addEventListener("click", act);
      bar.append(made);
    };
    const note = document.createElement("span");
    note.setAttribute("role", "status");
    /* Who else is at it, in the editor, in the form or here. */
    const others = document.createElement("span");
    others.className = "in-place-others";
    others.setAttribute("role", "status");
    others.textContent = view.querySelector(".words-others")?.textContent || "";
    const desk = form.getAttribute("action").replace(/\/words$/, "");
    const watch = setInterval(() => look(desk, words => { others.textContent = words; }), 15000);
    const copy = store.get();
    const leave = () => {
      store.set(null);
      headline.removeEventListener("input", keep);
      clearInterval(watch);
      fetch(`${desk}/leave`, { method: "POST" }).catch(() => null);
      rich.remove();
      bar.remove();
      for (const [element, nodes] of [[text, kept.text], [headline, kept.headline]]) {
        element.replaceChildren(...nodes); element.removeAttribute("contenteditable"); element.classList.remove("in-place");
      }
      for (const name of ["role", "aria-multiline", "aria-label"]) text.removeAttribute(name);
      removeEventListener("beforeunload", warn);
    };
    const warn = event => event.preventDefault();
    const save = async () => {
      note.textContent = "Saving …";
      const body = new URLSearchParams(new FormData(form));
      body.set("headline", headline.textContent.trim());
      body.set("html", rich.editor.getHTML());
      try {
        const saved = await fetch(form.getAttribute("action"), { method: "POST", body, headers: { "x-fragment": "1" } });
        if (saved.ok && saved.redirected) { store.set(null); removeEventListener("beforeunload", warn); location.href = saved.url; return; }
        const isJson = (saved.headers.get("content-type") || "").startsWith("application/json");
        if (saved.status === 409 || saved.status === 422) {
          const answer = new DOMParser().parseFromString(await saved.text(), "text/html");
          const both = saved.status === 409 && answer.querySelector("form.words");
          if (both) {
            // Both texts stand in it now, with lines that say whose they are.
            headline.textContent = both.elements.headline.value;
            rich.editor.setHTML(both.elements.html.value);
            for (const field of both.elements) if (field.name && form.elements[field.name]) form.elements[field.name].value = field.value;
            keep();
            const theirs = answer.getElementById("t-headline")?.value;
            const inText = both.elements.html.value.includes("\u27ea");
            note.textContent = "Somebody else changed the same meanwhile." + (inText ? " Both texts stand here: choose, and save again." : " Choose, and save again.");
            if (theirs && theirs !== headline.textContent) {
              const other = document.createElement("button");
              other.type = "button"; other.className = "quiet theirs";
              other.textContent = `Take their headline: ${theirs}`;
              other.addEventListener("click", () => { headline.textContent = theirs; keep(); other.remove(); });
              note.append(" ", other);
            }
          } else note.textContent = answer.querySelector("#errors li")?.textContent || "An article needs a headline and a text.";
          return;
        }
        note.textContent = saved.status === 401 ? "You are signed out. Sign in in another tab, and save again: it is kept here."
          : saved.status === 413 ? "It is too long to be saved at once. It is kept in this browser."
          : isJson ? (await saved.json()).message
          : `The paper does not answer as it should (${saved.status}). Nothing is lost: save again.`;
      } catch { note.textContent = "No connection. Nothing is lost: save again."; }
    };
    button("Save", save, true);
    button("Cancel", leave);
    if (copy && copy.html !== rich.editor.getHTML()) {
      button("Use what was typed here before", () => {
        headline.textContent = copy.headline;
        rich.editor.setHTML(copy.html);
        form.elements.revision.value = copy.revision;
        keep();
      });
    }
    bar.append(note, " ", others);
    text.after(bar);
    addEventListener("beforeunload", warn);
    text.addEventListener("keydown", event => {
      if ((event.ctrlKey || event.metaKey) && event.key === "s") { event.preventDefault(); save(); }
    });
    text.focus();
  };
  if (pencil && text) {
    text.addEventListener("dblclick", event => {
      if (!event.target.closest("a, .in-place, .gloss-aside")) { event.preventDefault(); getSelection().removeAllRanges(); put(); }
    });
    const here = document.createElement("button");
    here.type = "button"; here.className = "edit-here"; here.textContent = "✎ Edit it here";
    here.addEventListener("click", put);
    document.querySelector(".article-tools").before(here);
  }
}
