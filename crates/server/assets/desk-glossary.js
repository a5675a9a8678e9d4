// The glossary's desk: the list by keys, and the test box that answers while one types.
{
  const list = document.getElementById("gloss-list");
  const keys = document.getElementById("gloss-keys");
  const rows = () => [...(list?.querySelectorAll(".item") || [])];
  const current = () => list?.querySelector(".item.at");
  const choose = (row) => {
    current()?.classList.remove("at");
    if (!row) return;
    row.classList.add("at");
    row.querySelector("h2 a").focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  };
  const step = (by) => {
    const all = rows();
    const at = all.indexOf(current());
    choose(all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)]);
  };
  if (keys) {
    list?.addEventListener("focusin", (event) => {
      const row = event.target.closest(".item");
      if (row && row !== current()) {
        current()?.classList.remove("at");
        row.classList.add("at");
      }
    });
    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest("input:not([type=checkbox]), textarea, select");
      if (typing) {
        if (event.key === "Escape") typing.blur();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const on = {
        j: () => step(1),
        k: () => step(-1),
        x: () => current()?.querySelector("input[type=checkbox]")?.click(),
        n: () => document.querySelector('.inbox-head a[href^="/desk/glossary/new"]')?.click(),
        "/": () => document.getElementById("f-q").focus(),
        "?": () => {
          keys.open = !keys.open;
          if (keys.open) keys.querySelector("summary").focus();
        },
      }[event.key];
      if (on) {
        event.preventDefault();
        on();
      } else if (event.key === "Enter" && !event.target.closest("a, button, summary, input") && current()) {
        event.preventDefault();
        current().querySelector("h2 a").click();
      }
    });
    for (const select of document.querySelectorAll(".sift select")) select.addEventListener("change", () => select.form.requestSubmit());
  }
  document.getElementById("warnings")?.focus();

  /* The test box: whatever changes in its form shows at once. A click in the original asks about the word there. */
  const button = document.querySelector("[data-try]");
  if (button) {
    const form = button.form;
    const text = document.getElementById("try-text");
    const why = document.getElementById("try-why");
    let wait = 0;
    let turn = 0;
    let going = null;
    const run = async () => {
      if (!text.value.trim()) return;
      const mine = ++turn;
      going?.abort();
      going = new AbortController();
      const body = new URLSearchParams(new FormData(form));
      body.set("act", "try");
      try {
        const reply = await fetch(form.action, { method: "POST", body, headers: { "x-fragment": "1" }, signal: going.signal });
        if (!reply.ok || mine !== turn) return;
        const into = document.createElement("template");
        into.innerHTML = await reply.text();
        const fresh = into.content.getElementById("gloss-trial");
        if (fresh) document.getElementById("gloss-trial").replaceWith(fresh);
      } catch {
        // Asked anew meanwhile, or the button still works.
      }
    };
    const soon = () => {
      clearTimeout(wait);
      wait = setTimeout(run, 400);
    };
    form.addEventListener("input", soon);
    button.addEventListener("click", (event) => {
      if (!text.value.trim()) return;
      event.preventDefault();
      clearTimeout(wait);
      run();
    });
    form.addEventListener("click", (event) => {
      if (!event.target.closest(".gloss-sides section:first-child .text")) return;
      const selection = getSelection();
      let words = selection.toString().trim();
      if (!words && selection.anchorNode?.nodeType === Node.TEXT_NODE) {
        const all = selection.anchorNode.data;
        const at = selection.anchorOffset;
        const before = /[\p{L}\p{N}'’-]*$/u.exec(all.slice(0, at))[0];
        words = before + /^[\p{L}\p{N}'’-]*/u.exec(all.slice(at))[0];
      }
      if (!words) return;
      event.preventDefault();
      why.value = words.slice(0, 200);
      run();
    });
  }
}
