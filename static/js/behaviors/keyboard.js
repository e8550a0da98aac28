// <body data-behavior="keyboard">: single keys, outside of fields. /keyboard lists them and switches them off.
const FIELDS = "input:not([type=checkbox]), textarea, select";
const ROWS = ".ledger .row-title, .topics h3 a";

// A narrow head has no room for its field, but a link to that of the list.
const search = () =>
  [...document.querySelectorAll("[type=search]")].find((field) => field.checkVisibility()) ??
  document.querySelector(".bar-find");

// In a list the row so far from this one; beside a question its neighbor in the syllabus.
function neighbor(steps) {
  const rows = [...document.querySelectorAll(ROWS)];
  if (!rows.length) return document.querySelector(`.pager-titles [rel=${steps > 0 ? "next" : "prev"}]`);
  const focused = rows.indexOf(document.activeElement);
  return rows[(focused < 0 ? rows.findIndex((row) => row.ariaCurrent) : focused) + steps];
}

const TARGETS = {
  "/": search,
  "?": () => document.querySelector('.foot [href="/keyboard"]'),
  j: () => neighbor(1),
  k: () => neighbor(-1),
  p: () => document.querySelector('form[action$="/practice"] button'),
};

function onKey(event) {
  const { key, target, repeat } = event;
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  if (target.isContentEditable || target.closest(FIELDS)) return;
  const found = TARGETS[key]?.();
  const isRow = found?.matches(ROWS);
  if (!found || (repeat && !isRow)) return; // A key held down presses no button twice.
  event.preventDefault();
  if (isRow) {
    document.querySelector("[aria-current].row-title, .topics [aria-current]")?.removeAttribute("aria-current");
    found.ariaCurrent = "true";
  }
  if (isRow || found.matches(FIELDS)) found.focus();
  else found.click();
}

document.querySelector('[data-behavior~="keyboard"]')?.addEventListener("keydown", onKey);
