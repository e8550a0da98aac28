// <form data-behavior="worksheet">: recomputes while one types or slides. The server computes: its page for these numbers
// is fetched, and whatever is marked data-live there takes the place of the same here. The button works without.
const PAUSE = 200;

// A slider moves over its range, or over the logarithm of it; the field is what counts.
function textAt({ value, max, dataset }) {
  const [share, low, high] = [value / max, Number(dataset.low), Number(dataset.high)];
  const between = "log" in dataset ? low * (high / low) ** share : low + (high - low) * share;
  const rounded = "whole" in dataset ? Math.round(between) : Number(between.toPrecision(3));
  const number = Math.min(Math.max(rounded, low), high);
  return number < 1e9 ? number.toLocaleString("en-US", { maximumSignificantDigits: 15 }) : String(number.toExponential());
}

function put(fresh) {
  const old = document.getElementById(fresh.id);
  if (!old) return;
  for (const { name, value } of fresh.attributes) {
    if (name !== "value" && name !== "hidden") old.setAttribute(name, value);
  }
  if (old.type === "range" && old !== document.activeElement) old.value = fresh.getAttribute("value");
  fresh.querySelectorAll("details").forEach((one, number) => { one.open = old.querySelectorAll("details")[number]?.open; });
  old.replaceChildren(...fresh.childNodes);
}

for (const form of document.querySelectorAll('[data-behavior~="worksheet"]')) {
  // An input may be called `id` or `action`, and then it is what the form has under that name.
  const [id, action] = ["id", "action"].map((name) => form.getAttribute(name));
  const said = document.getElementById(`${id}-said`);
  const link = document.getElementById(`${id}-link`);
  let pause, request;

  async function recompute() {
    request?.abort();
    request = new AbortController();
    const address = `${action}?${new URLSearchParams(new FormData(form))}`;
    try {
      const reply = await fetch(address, { signal: request.signal });
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      if (!page.getElementById(said.id)) throw new Error(`no worksheet: ${reply.status}`);
      page.querySelectorAll("[data-live]").forEach(put);
      if (link) link.href = address;
      else history.replaceState(null, "", address);
    } catch (error) {
      if (error.name !== "AbortError") said.textContent = "These results are not up to date: the server could not be asked. Press the button to try again.";
    }
  }

  form.querySelectorAll("[type=range]").forEach((slider) => { slider.hidden = false; });
  form.addEventListener("reset", () => setTimeout(recompute));
  document.addEventListener("input", ({ target }) => {
    if (target.form !== form) return;
    if (target.type === "range") document.getElementById(target.dataset.of).value = textAt(target);
    clearTimeout(pause);
    pause = setTimeout(recompute, target.type === "range" ? PAUSE / 4 : PAUSE);
  });
}
