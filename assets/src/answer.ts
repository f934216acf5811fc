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

/** The row that has the focus, or else the first that is not answered. */
function row(): HTMLElement | undefined {
  const within = document.activeElement?.closest<HTMLElement>(".scale");
  return within ?? rows.find((one) => !one.querySelector(":checked"));
}

const find = (row: HTMLElement | undefined, value: string) => row?.querySelector<HTMLInputElement>(`input[value="${value}"]`);

let last: HTMLElement | undefined;
document.addEventListener("keydown", (event) => {
  if (!/^\d$/.test(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
  if ((event.target as HTMLElement).closest("textarea, select")) return;
  // A one and then a nought within a second is a ten.
  const soon = typed === "1" && event.key === "0" && event.timeStamp - typedAt < 1000;
  const ten = soon ? find(last, "10") : undefined;
  const into = ten ? last : row();
  const choice = ten ?? find(into, event.key);
  if (!into || !choice) return;
  event.preventDefault();
  choice.click();
  // On to the next row; the way back is that of every form.
  const next = rows[rows.indexOf(into) + 1];
  (next?.querySelector<HTMLInputElement>(":checked") ?? next?.querySelector("input") ?? choice).focus();
  typed = event.key;
  typedAt = event.timeStamp;
  last = into;
});
