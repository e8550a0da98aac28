// <form data-behavior="submit-on-change">: filters apply at once where they stand beside the list.
// On a narrow screen, and without this script, a button does. The page comes back where it was left.
const wide = matchMedia("(width >= 62rem)");
const key = "filters:" + location.pathname;

const left = JSON.parse(sessionStorage.getItem(key) ?? "null");
sessionStorage.removeItem(key);
if (left) {
  scrollTo(0, left.top);
  document.getElementsByName(left.name).forEach((control) => {
    if (control.type !== "checkbox" || control.value === left.value) control.focus({ preventScroll: true });
  });
}

for (const form of document.querySelectorAll('[data-behavior~="submit-on-change"]')) {
  if (!form.querySelector("[type=checkbox]")) form.querySelector("button").hidden = true;
  form.addEventListener("change", ({ target }) => {
    if (target.type === "checkbox" && !wide.matches) return;
    sessionStorage.setItem(key, JSON.stringify({ name: target.name, value: target.value, top: scrollY }));
    form.requestSubmit();
  });
}
