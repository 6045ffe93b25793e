"use strict";
/* Lets a passkey sign what stands on the page. Where this script does not run, or there is no passkey,
   the form is sent without a signature, and the house writes in the person's name. */
(() => {
  const asked = document.getElementById("sign-asks");
  const part = document.getElementById("sign");
  const button = document.getElementById("sign-button");
  if (!asked || !part || !button || !window.PublicKeyCredential) return;
  const asks = JSON.parse(asked.textContent);
  const fault = document.getElementById("sign-fault");

  function bytes(text) {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
  }

  function text(content) {
    const plain = String.fromCharCode(...new Uint8Array(content));
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  async function sign() {
    const found = await navigator.credentials.get({
      publicKey: {
        challenge: bytes(asks.challenge),
        rpId: asks.host,
        allowCredentials: asks.passkeys.map((one) => ({ type: "public-key", id: bytes(one) })),
        userVerification: "required",
      },
    });
    return JSON.stringify({
      authenticator: text(found.response.authenticatorData),
      client: text(found.response.clientDataJSON),
      passkey: text(found.rawId),
      signature: text(found.response.signature),
    });
  }

  part.hidden = false;
  button.addEventListener("click", async () => {
    fault.hidden = true;
    button.disabled = true;
    try {
      button.form.elements.signed.value = await sign();
    } catch {
      fault.hidden = false;
      button.disabled = false;
      button.focus();
      return;
    }
    button.form.submit();
  });
})();
