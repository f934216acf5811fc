// Keys: search, help, and the next or previous thing in a list.
import type { CommandBar } from "./command";

const THINGS = ".work-item, .table tbody tr:has(a), .rows > li:has(a)";

export function keys(bar: CommandBar | null): void {
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && bar) {
      event.preventDefault();
      bar.open();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.key === "/" && bar) bar.open();
    else if (event.key === "?") location.assign("/keys");
    else if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else return;
    event.preventDefault();
  });
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, select, textarea"));
}

/** Marks the next thing and puts the focus on its first link, so that Enter opens it. */
function move(step: number): void {
  const things = [...document.querySelectorAll<HTMLElement>(THINGS)];
  const now = things.findIndex((thing) => thing.classList.contains("is-marked"));
  const next = things[now < 0 ? (step > 0 ? 0 : things.length - 1) : Math.min(Math.max(now + step, 0), things.length - 1)];
  if (!next) return;
  for (const thing of things) thing.classList.toggle("is-marked", thing === next);
  next.querySelector<HTMLElement>("a")?.focus();
}
