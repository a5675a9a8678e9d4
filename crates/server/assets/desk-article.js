/* Editing an article where it stands: a double-click on its text, or the pencil with Shift held, puts the words that came
   under the cursor, without the glossary's work, in place of the printed ones. Loaded for staff on articles only. */
{
  const pencil = document.querySelector("a.pencil");
  const text = document.getElementById("text");
  const put = async () => {
    if (document.querySelector(".in-place")) return;
    const reply = await fetch(pencil.href, { headers: { accept: "text/html" } });
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
    const leave = () => {
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
        if (saved.ok && saved.redirected) { removeEventListener("beforeunload", warn); location.href = saved.url; return; }
        note.textContent = saved.status === 409 ? "Somebody revised it meanwhile. Yours is kept here: open the editor in another tab to see what stands."
          : saved.status === 401 ? "You are signed out. Sign in in another tab, then save again."
          : "It could not be saved: an article needs a headline and a text.";
      } catch { note.textContent = "No connection. Nothing is lost: save again."; }
    };
    button("Save", save, true);
    button("Cancel", leave);
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
    pencil.addEventListener("click", event => {
      if (event.shiftKey) { event.preventDefault(); put(); }
    });
  }
}
