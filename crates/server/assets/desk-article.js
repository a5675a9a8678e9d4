/* Editing an article where it stands: a double-click on its text, or the button beside its tools, puts the words that came,
   without the glossary's work, in place of the printed ones. What is typed is kept in this browser until it is saved. */
{
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
    const words = new DOMParser().parseFromString(form.elements.html.value, "text/html").body;
    const headline = document.querySelector(".story h1");
    const kept = { text: [...text.childNodes], headline: [...headline.childNodes] };
    const mark = element => { element.contentEditable = "true"; element.classList.add("in-place"); };
    headline.textContent = form.elements.headline.value;
    text.replaceChildren(...words.childNodes);
    mark(headline); mark(text);
    const key = `clipsheet-in-place-${form.getAttribute("action")}`;
    const store = { get: () => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
      set: value => { try { value ? localStorage.setItem(key, JSON.stringify(value)) : localStorage.removeItem(key); } catch { /* private mode */ } } };
    const keep = () => store.set({ headline: headline.textContent, html: text.innerHTML, revision: form.elements.revision.value });
    for (const part of [headline, text]) part.addEventListener("input", keep);
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
    const copy = store.get();
    const leave = () => {
      store.set(null);
      for (const part of [headline, text]) part.removeEventListener("input", keep);
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
      body.set("html", text.innerHTML);
      try {
        const saved = await fetch(form.getAttribute("action"), { method: "POST", body, headers: { "x-fragment": "1" } });
        if (saved.ok && saved.redirected) { store.set(null); removeEventListener("beforeunload", warn); location.href = saved.url; return; }
        const isJson = (saved.headers.get("content-type") || "").startsWith("application/json");
        note.textContent = saved.status === 409 ? "Somebody revised it meanwhile. Yours is kept here: open the editor in another tab to see what stands."
          : saved.status === 422 ? "An article needs a headline and a text."
          : saved.status === 413 ? "It is too long to be saved at once. It is kept in this browser."
          : isJson ? (await saved.json()).message
          : `The paper does not answer as it should (${saved.status}). Nothing is lost: save again.`;
      } catch { note.textContent = "No connection. Nothing is lost: save again."; }
    };
    button("Save", save, true);
    button("Cancel", leave);
    if (copy && copy.html !== text.innerHTML) {
      button("Use what was typed here before", () => {
        headline.textContent = copy.headline;
        text.replaceChildren(...new DOMParser().parseFromString(copy.html, "text/html").body.childNodes);
        form.elements.revision.value = copy.revision;
        keep();
      });
    }
    bar.append(note);
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
