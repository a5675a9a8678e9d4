
// Accounts: passkeys, and the picker beside the colour's field.
{
  const bytes = text => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), c => c.charCodeAt(0));
  const base64 = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
  const keys = place => place.dataset.ids.split(" ").filter(Boolean).map(id => ({ type: "public-key", id: bytes(id) }));

  const challenge = async kind => {
    const reply = await fetch("/sign-in/challenge?for=" + kind);
    if (!reply.ok) throw new Error("The paper does not answer. Please try again.");
    return bytes((await reply.json()).challenge);
  };

  const use = async place => {
    const { id, response } = await navigator.credentials.get({ publicKey: {
      challenge: await challenge("use"), rpId: place.dataset.host, allowCredentials: keys(place),
      // With a password before it, having it is enough; alone it must ask who holds it.
      userVerification: place.dataset.ids ? "preferred" : "required",
    } });
    return { id, client: base64(response.clientDataJSON), data: base64(response.authenticatorData), signature: base64(response.signature) };
  };

  const add = async place => {
    const { paper, host, user, name } = place.dataset;
    const { response } = await navigator.credentials.create({ publicKey: {
      challenge: await challenge("add"), rp: { name: paper, id: host },
      user: { id: new TextEncoder().encode("staff-" + user), name, displayName: name },
      pubKeyCredParams: [-7, -8, -257].map(alg => ({ type: "public-key", alg })),
      excludeCredentials: keys(place), attestation: "none",
      authenticatorSelection: { residentKey: "preferred", userVerification: "preferred" },
    } });
    return { client: base64(response.clientDataJSON), data: base64(response.getAuthenticatorData()) };
  };

  // The form is sent as any other; a refusal is told where the button stands.
  const answer = async (place, field, ask) => {
    const told = place.querySelector("[role=status]");
    told.textContent = "Your browser asks for it …";
    try {
      field.value = JSON.stringify(await ask(place));
      field.form.submit();
    } catch (error) {
      told.textContent = error.name === "InvalidStateError" ? "That passkey is set up already."
        : error.name === "NotAllowedError" ? "No passkey was used. You can try again." : error.message;
    }
  };

  if (window.PublicKeyCredential) {
    for (const place of document.querySelectorAll("[data-passkey=use]")) {
      place.hidden = false;
      place.querySelector("button").addEventListener("click", () => answer(place, place.querySelector("input"), use));
    }
    for (const form of document.querySelectorAll("[data-passkey=add]")) {
      form.addEventListener("submit", event => {
        event.preventDefault();
        answer(form, form.elements.answer, add);
      });
    }
  }

  // A link to be copied is whole at a touch.
  for (const link of document.querySelectorAll("input.link")) link.addEventListener("focus", () => link.select());

  for (const picker of document.querySelectorAll("[data-colour-of]")) {
    const field = document.getElementById(picker.dataset.colourOf);
    picker.hidden = false;
    picker.addEventListener("input", () => { field.value = picker.value; });
    field.addEventListener("input", () => { if (/^#[0-9a-f]{6}$/i.test(field.value)) picker.value = field.value; });
  }
}
