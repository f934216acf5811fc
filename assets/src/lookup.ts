// The counter look-up, as somebody types: the same page is fetched and its list put in place. Arrows move among the hits.

export function lookup(form: HTMLFormElement): void {
  const input = form.querySelector("input");
  const found = document.getElementById(form.dataset.lookup ?? "");
  if (!input || !found) return;
  let asked: AbortController | null = null;

  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    const address = `${form.action}?q=${encodeURIComponent(input.value)}`;
    try {
      const answer = await fetch(address, { signal: asked.signal });
      if (!answer.ok || answer.redirected) return form.submit();
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById(found.id);
      if (fresh) found.replaceChildren(...fresh.childNodes);
      history.replaceState(null, "", address);
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
    }
  };

  input.addEventListener("input", () => void ask());
  form.parentElement?.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops: HTMLElement[] = [input, ...found.querySelectorAll<HTMLElement>("a")];
    const at = stops.indexOf(document.activeElement as HTMLElement);
    const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (at < 0 || !next) return;
    event.preventDefault();
    next.focus();
  });
}
