// The command bar: pages, commands and customers by their first letters.

interface Destination {
  title: string;
  detail: string;
  href: string;
}

export interface CommandBar {
  open(): void;
}

export function commandBar(): CommandBar | null {
  const dialog = document.querySelector<HTMLDialogElement>("[data-command-bar]");
  const input = dialog?.querySelector("input");
  const list = dialog?.querySelector("ul");
  const none = dialog?.querySelector<HTMLElement>(".command-none");
  if (!dialog || !input || !list || !none) return null;

  let marked = 0;
  let asked: AbortController | null = null;

  const options = () => [...list.querySelectorAll<HTMLLIElement>("li")];

  const mark = (index: number) => {
    const all = options();
    marked = all.length ? (index + all.length) % all.length : 0;
    for (const [at, option] of all.entries()) option.setAttribute("aria-selected", String(at === marked));
    const current = all[marked];
    current?.scrollIntoView({ block: "nearest" });
    if (current) input.setAttribute("aria-activedescendant", current.id);
    else input.removeAttribute("aria-activedescendant");
  };

  const show = (found: Destination[]) => {
    list.replaceChildren(
      ...found.map((to, index) => {
        const option = document.createElement("li");
        option.id = `command-${index}`;
        option.setAttribute("role", "option");
        option.dataset.href = to.href;
        for (const text of [to.title, to.detail].filter(Boolean)) {
          const span = document.createElement("span");
          span.dir = "auto";
          span.textContent = text;
          option.append(span);
        }
        return option;
      }),
    );
    list.hidden = found.length === 0;
    none.hidden = found.length > 0;
    input.setAttribute("aria-expanded", String(found.length > 0));
    mark(0);
  };

  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(`/command/find?q=${encodeURIComponent(input.value)}`, { signal: asked.signal });
      // Signed out in another window: the page itself says so.
      if (answer.redirected || !answer.ok) location.assign("/command");
      else show((await answer.json()) as Destination[]);
    } catch (problem) {
      if (!(problem instanceof DOMException && problem.name === "AbortError")) throw problem;
    }
  };

  const go = () => {
    const href = options()[marked]?.dataset.href;
    if (href) location.assign(href);
  };

  input.addEventListener("input", () => void ask());
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") mark(marked + 1);
    else if (event.key === "ArrowUp") mark(marked - 1);
    else return;
    event.preventDefault();
  });
  dialog.querySelector("form")?.addEventListener("submit", (event) => {
    event.preventDefault();
    go();
  });
  list.addEventListener("click", (event) => {
    const option = (event.target as Element).closest("li");
    if (option) {
      mark(options().indexOf(option));
      go();
    }
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });

  const open = () => {
    if (dialog.open) return;
    input.value = "";
    show([]);
    none.hidden = true;
    dialog.showModal();
    void ask();
  };
  for (const opener of document.querySelectorAll<HTMLElement>("[data-command]")) {
    opener.addEventListener("click", (event) => {
      event.preventDefault();
      open();
    });
  }
  return { open };
}
