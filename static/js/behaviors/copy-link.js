// <button data-behavior="copy-link" hidden>icon<span>Copy link</span></button>: shows itself, and copies this page's address.
for (const button of document.querySelectorAll('[data-behavior~="copy-link"]')) {
  if (!navigator.clipboard) continue; // Plain http on a local network has none: the address bar serves.
  const label = button.querySelector("span");
  const text = label.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(location.href);
    label.textContent = "Copied";
    setTimeout(() => { label.textContent = text; }, 2000);
  });
}
