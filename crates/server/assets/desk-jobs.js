/* A job over the archive tells how far it is while it runs. */
{
  const part = document.getElementById("job");
  let asking = false;
  const look = async () => {
    if (!part.dataset.running || asking || document.hidden) return;
    asking = true;
    try {
      const reply = await fetch(location.href, { headers: { accept: "text/html", "x-fragment": "1" } });
      if (!reply.ok) return;
      const fresh = new DOMParser().parseFromString(await reply.text(), "text/html").getElementById("job");
      if (!fresh) return;
      if (!fresh.dataset.running) delete part.dataset.running;
      if (fresh.innerHTML !== part.innerHTML) part.innerHTML = fresh.innerHTML;
    } catch { /* the next look tries again */ } finally { asking = false; }
  };
  if (part) setInterval(look, 1000);
}
