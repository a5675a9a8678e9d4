/* Comments are taken away where they stand, and brought back: a button at each, for moderators. Without it the list of an
   article's comments, behind "Comments" among the tools, does the same. */
{
  const talk = document.querySelector("a[data-talk]")?.dataset.talk;
  const equip = comment => {
    const number = comment.id.slice(1), head = comment.querySelector("p");
    const button = document.createElement("button");
    const note = document.createElement("span");
    let gone = !!head.querySelector("i");
    const kept = gone ? null : [...comment.childNodes].filter(node => node !== head);
    const show = () => {
      button.textContent = gone ? "Bring back" : "Take away";
      button.setAttribute("aria-label", gone ? `Bring back comment ${number}` : `Take away comment ${number}`);
      comment.classList.toggle("taken-away", gone);
      for (const node of kept || []) if (node.nodeType === 1) node.hidden = gone;
    };
    button.type = "button"; button.className = "quiet take-away";
    note.className = "meta"; note.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      button.disabled = true;
      try {
        const body = new URLSearchParams({ act: gone ? "restore" : "remove" });
        const reply = await fetch(`${talk}/${number}`, { method: "POST", body, headers: { "x-fragment": "1" } });
        const isJson = (reply.headers.get("content-type") || "").startsWith("application/json");
        const answer = isJson ? await reply.json() : {};
        if (answer.ok) {
          gone = !gone;
          // One that was a tombstone when the page came is not here to be shown.
          if (!gone && !kept) { location.reload(); return; }
          show();
          note.textContent = gone ? "Taken away." : "It is back.";
        } else note.textContent = answer.message || "The paper could not do it. Nothing was changed.";
      } catch { note.textContent = "No connection. Nothing was changed."; } finally { button.disabled = false; }
    });
    show();
    head.append(" ", button, " ", note);
  };
  if (talk) document.querySelectorAll(".comments > article[id^=c]").forEach(equip);
}
