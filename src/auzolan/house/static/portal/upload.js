"use strict";
/* Sends a chosen file at once and shows how much of it has come; the form then brings its number.
   Where this script does not run, or the sending fails, the form sends the file itself. */
document.querySelectorAll("input[type=file][data-upload]").forEach((input) => {
  const form = input.form;
  const ask = input.closest(".ask");
  const bar = ask.querySelector("progress");
  const told = ask.querySelector(".file-told");
  const name = input.name;
  let sending = null;

  function setHidden(value) {
    form.querySelectorAll(`input[type=hidden][name="${name}"]`).forEach((one) => one.remove());
    if (value) {
      const hidden = document.createElement("input");
      hidden.type = "hidden";
      hidden.name = name;
      hidden.value = value;
      form.append(hidden);
    }
  }

  input.addEventListener("change", () => {
    if (sending) sending.abort();
    input.name = name;
    if (!input.files.length) return;
    const body = new FormData();
    body.append("file", input.files[0]);
    body.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    sending = new XMLHttpRequest();
    sending.upload.onprogress = (event) => {
      if (event.lengthComputable) bar.value = Math.floor((100 * event.loaded) / event.total);
    };
    sending.onload = () => {
      let answer = {};
      try { answer = JSON.parse(sending.responseText); } catch { /* no answer of ours */ }
      bar.hidden = true;
      if (sending.status === 200 && answer.id) {
        setHidden(answer.id);
        input.removeAttribute("name");
        told.textContent = told.dataset.done;
      } else {
        told.textContent = answer.why || told.dataset.failed;
      }
    };
    sending.onerror = () => {
      bar.hidden = true;
      told.textContent = told.dataset.failed;
    };
    bar.value = 0;
    bar.hidden = false;
    told.textContent = told.dataset.going;
    sending.open("POST", input.dataset.upload);
    sending.setRequestHeader("Accept", "application/json");
    sending.send(body);
  });
});
