// The inbox by keys. Rows leave at once; they come back with the reason when the server refuses.
{
  const list = document.getElementById("inbox");
  const said = document.getElementById("inbox-said");
  const keys = document.getElementById("inbox-keys");
  const mayClip = list?.dataset.clip === "1";
  const dropped = [];
  let lastDraft = "";
  let newest = Number(list?.dataset.newest);
  let asked = Number(list?.dataset.now);
  const busy = new Set();

  const rows = () => [...list.querySelectorAll(".item:not([hidden])")];
  const current = () => list.querySelector(".item.at:not([hidden])");
  const title = (row) => row.querySelector("h2").textContent;
  const link = (row) => row.querySelector("h2 a");

  const say = (words, to, label) => {
    said.replaceChildren(words);
    if (to) {
      const a = document.createElement("a");
      a.href = to;
      a.textContent = label;
      said.append(" ", a);
    }
  };

  const choose = (row, focus = true) => {
    current()?.classList.remove("at");
    if (!row) return;
    row.classList.add("at");
    if (focus) link(row).focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  };

  const step = (by) => {
    const all = rows();
    const at = all.indexOf(current());
    choose(all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)]);
  };

  const post = async (id, act, word = "") => {
    const body = new URLSearchParams({ back: list.dataset.back, word });
    const reply = await fetch(`/desk/inbox/${id}/${act}`, { method: "POST", body, headers: { "x-fragment": "1" } });
    const isJson = (reply.headers.get("content-type") || "").startsWith("application/json");
    if (isJson) {
      const answer = await reply.json();
      // The guard answers before the inbox does: signed out, or not allowed (any more).
      return answer.message ? { ok: false, stays: true, error: answer.message } : answer;
    }
    return { ok: false, stays: true, error: reply.status === 403 ? "You are signed out, or may not do this. Nothing was changed." : "The server could not do it. Please try again." };
  };

  const complain = (row, answer) => {
    let note = row.querySelector(".refused");
    if (!note) {
      note = document.createElement("p");
      note.className = "refused flash bad";
      note.setAttribute("role", "alert");
      row.append(note);
    }
    note.replaceChildren(answer.error);
    if (answer.paste) {
      const a = document.createElement("a");
      a.href = answer.paste;
      a.textContent = "Paste its text instead";
      note.append(" ", a);
    }
  };

  const hide = (row) => {
    const all = rows();
    const at = all.indexOf(row);
    const next = all[at + 1] || all[at - 1];
    const wasHere = row === current() || row.contains(document.activeElement);
    row.hidden = true;
    if (wasHere) choose(next);
  };

  const show = (row) => {
    row.hidden = false;
    choose(row);
  };

  const carryOut = async (row, what) => {
    const id = row?.dataset.id;
    if (!row || busy.has(id) || row.hidden || (what !== "drop" && !mayClip)) return;
    busy.add(id);
    hide(row);
    const words = { drop: "Dropped", clip: "Clipping", print: "Printing" }[what];
    say(`${words}: ${title(row)}`);
    let answer;
    try {
      answer = await post(id, what, row.querySelector("input[name=word]")?.value);
    } catch {
      answer = { ok: false, stays: true, error: "The server cannot be reached. Nothing was changed." };
    }
    busy.delete(id);
    if (answer.ok) {
      if (what === "drop") {
        dropped.push(row);
        say(`Dropped: ${title(row)}. Press u to take it back.`);
        const button = document.createElement("button");
        button.type = "button";
        button.className = "quiet";
        button.textContent = "Undo";
        button.addEventListener("click", undo);
        said.append(" ", button);
      } else {
        lastDraft = answer.to;
        say(`${what === "clip" ? "Clipped" : "Printed"}: ${title(row)}.`, answer.to, what === "clip" ? "Go to the draft" : "Read it");
        row.remove();
      }
    } else if (answer.stays === false) {
      say(`${title(row)}: ${answer.error}`, answer.to, "Go to the draft");
      row.remove();
    } else {
      show(row);
      complain(row, answer);
      say("");
    }
  };

  // Whoever is quick takes back what is still on its way.
  let dropping = Promise.resolve();
  const act = (row, what) => {
    const done = carryOut(row, what);
    if (what === "drop") dropping = Promise.all([dropping, done]);
  };

  const undo = async () => {
    await dropping;
    const row = dropped.pop();
    if (!row) return say("Nothing was dropped here that could be taken back.");
    try {
      const answer = await post(row.dataset.id, "undo");
      if (answer.ok) {
        show(row);
        say(`Back on the list: ${title(row)}`);
      } else {
        dropped.push(row);
        say(answer.error);
      }
    } catch {
      dropped.push(row);
      say("The server cannot be reached. Nothing was changed.");
    }
  };

  const open = async (row) => {
    if (!row) return;
    const there = row.querySelector(".item-all");
    if (there) {
      there.remove();
      row.classList.remove("open");
      return;
    }
    row.classList.add("open");
    const back = list.dataset.back;
    const address = `/desk/inbox/${row.dataset.id}${back ? `?${back}` : ""}`;
    const part = async () => {
      const reply = await fetch(address, { headers: { "x-fragment": "1" } });
      const into = document.createElement("template");
      into.innerHTML = reply.ok ? await reply.text() : "";
      return into.content;
    };
    try {
      const all = (await part()).querySelector(".item-all");
      if (!all) return location.assign(address);
      if (!row.classList.contains("open")) return;
      row.append(all);
      if (!mayClip || !all.querySelector("[data-act=clip]")) return;
      // In advance, so that clipping and printing are quick; then with what the story's own page says. Nothing moves under a
      // thumb but the facts.
      const answer = await post(row.dataset.id, "fetch");
      if (row.hidden) return;
      if (answer.ok) {
        const facts = (await part()).querySelector(".facts");
        if (facts) all.querySelector(".facts").replaceWith(facts);
      } else if (answer.stays !== false) complain(row, answer);
    } catch {
      say("The server cannot be reached.");
    }
  };

  const look = async () => {
    if (document.hidden) return;
    try {
      const reply = await fetch(`/desk/inbox/changes?after=${asked}&newest=${newest}`);
      if (!reply.ok) return;
      const { now, gone, more } = await reply.json();
      asked = now;
      for (const id of gone) {
        const row = document.getElementById(`i-${id}`);
        if (row && !row.hidden && !busy.has(String(id))) {
          hide(row);
          row.remove();
        }
      }
      const note = document.getElementById("inbox-count");
      if (more && !note.dataset.more) {
        note.dataset.more = "1";
        const a = document.createElement("a");
        a.href = location.href;
        a.textContent = "More came in";
        note.append(" · ", a);
      }
    } catch {
      // The next time will do.
    }
  };

  if (list) {
    list.addEventListener("click", (event) => {
      const row = event.target.closest(".item");
      const button = event.target.closest("button[data-act]");
      if (button) {
        event.preventDefault();
        act(row, button.dataset.act);
      } else if (row && event.target.closest("h2 a") && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
        event.preventDefault();
        choose(row);
        open(row);
      } else if (row && event.target.closest(".item-line") && !event.target.closest("a")) {
        choose(row);
        open(row);
      }
    });
    list.addEventListener("focusin", (event) => {
      const row = event.target.closest(".item");
      if (row && row !== current()) {
        current()?.classList.remove("at");
        row.classList.add("at");
      }
    });
    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest("input, textarea, select, [contenteditable]");
      if (typing) {
        if (event.key === "Escape") typing.blur();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const on = {
        j: () => step(1),
        k: () => step(-1),
        c: () => act(current(), "clip"),
        p: () => act(current(), "print"),
        x: () => act(current(), "drop"),
        u: undo,
        o: () => lastDraft && location.assign(lastDraft),
        r: () => location.reload(),
        "/": () => document.getElementById("f-q").focus(),
        "?": () => {
          keys.open = !keys.open;
          if (keys.open) keys.querySelector("summary").focus();
        },
      }[event.key];
      if (on) {
        event.preventDefault();
        on();
      } else if (event.key === "Enter" && !event.target.closest("a, button, summary") && current()) {
        event.preventDefault();
        open(current());
      }
    });
    for (const select of document.querySelectorAll(".sift select")) select.addEventListener("change", () => select.form.requestSubmit());
    list.addEventListener("desk:told", look);
  }
}
