// Everything here is a convenience: each page works without it.
import { commandBar } from "./command";
import { keys } from "./keys";
import { lookup } from "./lookup";
import { menus } from "./menu";
import { orders } from "./order";

keys(commandBar());
menus();
orders();
for (const form of document.querySelectorAll<HTMLFormElement>("[data-lookup]")) lookup(form);

// Drawing is the largest part: fetched only by pages that have something to draw.
if (document.querySelector("[data-chart]")) {
  void import("./chart").then((chart) => chart.drawAll());
}
