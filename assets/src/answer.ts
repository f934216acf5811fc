// The page of whoever answers: digits choose, and what was answered is kept as they go. It works without this too.

const form = document.querySelector<HTMLFormElement>("[data-answer]");
const said = form?.querySelector<HTMLElement>("[data-saved]");
let waiting: number | undefined;
let leaving = false;

/** Keeps what is answered; whether that goes well shows, and nothing is lost where it does not: the page is sent in the end. */
async function save(): Promise<void> {
  if (!form || leaving) return;
  const fields = new URLSearchParams(new FormData(form) as unknown as Record<string, string>);
  fields.set("go", "save");
  try {
    const answer = await fetch(form.action, { method: "POST", body: fields, keepalive: true });
    if (said) said.textContent = answer.ok ? (said.dataset.saved ?? "") : "";
  } catch {
    if (said) said.textContent = "";
  }
}

form?.addEventListener("input", () => {
  window.clearTimeout(waiting);
  if (said) said.textContent = "";
  waiting = window.setTimeout(() => void save(), 700);
});
form?.addEventListener("submit", () => {
  leaving = true;
  window.clearTimeout(waiting);
});

/** Rows of numbers on the page, in their order. */
const rows = [...document.querySelectorAll<HTMLElement>(".scale")];
let typed = "";
let typedAt = 0;

/** The row that has the focus, or else the first that is not answered, or else the last one a digit went to. */
function row(): HTMLElement | undefined {
  const within = document.activeElement?.closest<HTMLElement>(".scale");
  return within ?? rows.find((one) => !one.querySelector(":checked")) ?? rows.at(-1);
}

let last: HTMLElement | undefined;
document.addEventListener("keydown", (event) => {
  if (!/^\d$/.test(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
  if ((event.target as HTMLElement).closest("textarea, select")) return;
  // A one and then a nought within a second is a ten.
  const soon = event.timeStamp - typedAt < 1000 && typed === "1" && last;
  const number = soon && event.key === "0" ? "10" : event.key;
  const into = number === "10" ? last : row();
  const choice = into?.querySelector<HTMLInputElement>(`input[value="${number}"]`);
  if (!choice) return;
  event.preventDefault();
  choice.focus();
  choice.click();
  typed = event.key;
  typedAt = event.timeStamp;
  last = into;
});
