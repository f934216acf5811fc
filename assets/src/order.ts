// A list that can be put in another order by dragging. Its buttons do the same, by keyboard and without scripts.

export function orders(): void {
  for (const list of document.querySelectorAll<HTMLElement>("[data-order]")) order(list);
}

function order(list: HTMLElement): void {
  const form = document.getElementById(list.dataset.order ?? "") as HTMLFormElement | null;
  if (!form) return;
  let dragged: HTMLElement | undefined;
  const items = () => [...list.querySelectorAll<HTMLElement>("[data-key]")];
  for (const item of items()) {
    item.draggable = true;
    item.addEventListener("dragstart", (event) => {
      dragged = item;
      event.dataTransfer?.setData("text/plain", item.dataset.key ?? "");
      item.classList.add("dragged");
    });
    item.addEventListener("dragend", () => {
      item.classList.remove("dragged");
      dragged = undefined;
    });
    item.addEventListener("dragover", (event) => {
      if (!dragged || dragged === item) return;
      event.preventDefault();
      const { top, height } = item.getBoundingClientRect();
      const below = event.clientY > top + height / 2;
      if (below) item.after(dragged);
      else item.before(dragged);
    });
  }
  list.addEventListener("dragover", (event) => event.preventDefault());
  list.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!dragged) return;
    const field = (name: string) => form.elements.namedItem(name) as HTMLInputElement;
    field("key").value = dragged.dataset.key ?? "";
    field("to").value = String(items().indexOf(dragged));
    form.submit();
  });
}
