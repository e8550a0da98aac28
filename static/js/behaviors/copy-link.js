// <button data-behavior="copy-link" data-href="/path?query" hidden>: shows itself, and copies the address (default: this page's).
for (const button of document.querySelectorAll('[data-behavior~="copy-link"]')) {
  if (!navigator.clipboard) continue; // Plain http on a local network has none: the address bar serves.
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(new URL(button.dataset.href ?? location.href, location.href).href);
    button.lastChild.textContent = "Copied";
    setTimeout(() => { button.lastChild.textContent = "Copy link"; }, 2000);
  });
}
