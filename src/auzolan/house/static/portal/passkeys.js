// Says on the page when a passkey did not work; the library would say it to the console alone.
document.addEventListener("allauth.error", function (event) {
  const fault = document.getElementById("passkey-fault");
  if (fault) {
    event.preventDefault();
    fault.hidden = false;
  }
});
