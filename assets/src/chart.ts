// Charts are drawn from the table that is on the page anyway.
import * as Plot from "@observablehq/plot";

interface Point {
  at: string | number | Date;
  series: string;
  value: number;
  low: number;
  high: number;
}

export function drawAll(): void {
  for (const figure of document.querySelectorAll<HTMLElement>("[data-chart]")) {
    const place = document.createElement("div");
    const table = figure.querySelector<HTMLDetailsElement>(".chart-table");
    if (!table) continue;
    table.before(place);
    table.open = false;
    let width = 0;
    // Drawn again when the width changes, never when drawing itself changes the height.
    new ResizeObserver(() => {
      if (place.clientWidth === width || place.clientWidth === 0) return;
      width = place.clientWidth;
      place.replaceChildren(draw(figure, width));
    }).observe(place);
  }
}

function read(figure: HTMLElement): Point[] {
  return [...figure.querySelectorAll("tbody tr")].map((row) => {
    const text = (role: string) => row.querySelector<HTMLElement>(`[data-role="${role}"]`);
    const number = (role: string) => {
      const value = text(role)?.dataset.value;
      return value ? Number(value) : Number.NaN;
    };
    return {
      at: place(row.querySelector("th")?.dataset.value ?? ""),
      series: text("series")?.textContent ?? "",
      value: number("value"),
      low: number("low"),
      high: number("high"),
    };
  });
}

function place(value: string): string | number | Date {
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return new Date(`${value}T00:00:00Z`);
  return value !== "" && Number.isFinite(Number(value)) ? Number(value) : value;
}

function draw(figure: HTMLElement, width: number): Element {
  const points = read(figure);
  const lang = document.documentElement.lang;
  const share = figure.dataset.measure === "share";
  const write = new Intl.NumberFormat(lang, share ? { style: "percent" } : {});
  const values = { tickFormat: (value: number) => write.format(value), grid: true, zero: figure.dataset.chart !== "map", nice: true };
  const many = new Set(points.map((point) => point.series)).size > 1;
  const bars = figure.dataset.chart === "bar";
  const columns = figure.dataset.chart === "column";
  const map = figure.dataset.chart === "map";
  const along = figure.dataset.x ?? null;
  const up = figure.dataset.y ?? null;
  const names = Math.max(0, ...points.map((point) => (typeof point.at === "string" ? point.at.length : 0)));
  const series = many && !bars && !columns && !map ? Math.max(...points.map((point) => point.series.length)) : 0;

  const svg = Plot.plot({
    width,
    height: bars ? 64 + points.length * 32 : Math.round(Math.min(280, Math.max(180, width * 0.5))),
    marginLeft: bars ? Math.min(width * 0.4, 16 + names * 7) : 48,
    // What a line is called stands behind its end.
    marginRight: 16 + series * 7,
    // Room for two lines of days, and the title below them.
    marginBottom: columns ? 56 : 40,
    className: "plot",
    ariaLabel: figure.querySelector("figcaption")?.textContent ?? "",
    x: bars ? { ...values, label: up, labelOffset: 36 } : { label: along, labelOffset: columns ? 52 : 36, ...wholeTicks(points) },
    y: bars ? { label: null, domain: points.map((point) => point.at) } : { ...values, label: up },
    marks: bars ? barMarks(points) : columns ? columnMarks(points) : map ? mapMarks(points) : lineMarks(points, many, figure.dataset.chart === "line"),
  });
  // The policy of the page allows no style but the sheet's, which has these rules.
  for (const style of svg.querySelectorAll("style")) style.remove();
  // The drawing is one picture with a name; its values are read in the table.
  for (const part of svg.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label");
  if (svg instanceof SVGElement) svg.setAttribute("role", "img");
  return svg;
}

/** A few whole numbers in a row are told one by one: there is no renewal 1.2. */
function wholeTicks(points: Point[]): { ticks?: number[] } {
  const along = points.map((point) => (typeof point.at === "number" && Number.isInteger(point.at) ? point.at : Number.NaN));
  const [from, to] = [Math.min(...along), Math.max(...along)];
  if (!(to - from <= 12)) return {};
  return { ticks: Array.from({ length: to - from + 1 }, (_, place) => from + place) };
}

const known = (point: Point) => Number.isFinite(point.low) && Number.isFinite(point.high);

function barMarks(points: Point[]): Plot.Markish[] {
  return [
    Plot.barX(points, { x: "value", y: "at", sort: null, insetTop: 3, insetBottom: 3, className: "plot-bar" }),
    Plot.ruleY(points.filter(known), { x1: "low", x2: "high", y: "at", className: "plot-whisker" }),
  ];
}

/** A column is as wide as its month. */
function columnMarks(points: Point[]): Plot.Markish[] {
  const until = (point: Point) => {
    const from = new Date(point.at);
    return new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1, 1));
  };
  return [
    Plot.rectY(points, { x1: "at", x2: until, y: "value", inset: 1, className: "plot-bar" }),
    Plot.ruleY([0], { className: "plot-grid" }),
  ];
}

/** Things on two measures: numbered as in their table, because names would cover each other. */
function mapMarks(points: Point[]): Plot.Markish[] {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return [
    Plot.ruleX([mean(points.map((point) => Number(point.at)))], { className: "plot-grid" }),
    Plot.ruleY([mean(points.map((point) => point.value))], { className: "plot-grid" }),
    Plot.ruleX(points.filter(known), { x: "at", y1: "low", y2: "high", className: "plot-whisker" }),
    Plot.dot(points, { x: "at", y: "value", r: 4, className: "plot-point" }),
    Plot.text(points, { x: "at", y: "value", text: (point: Point) => point.series.split(" ")[0] ?? "", textAnchor: "start", dx: 7, dy: -7 }),
  ];
}

function lineMarks(points: Point[], many: boolean, lines: boolean): Plot.Markish[] {
  const z = many ? "series" : null;
  const within = points.filter(known);
  const spread = lines
    ? Plot.areaY(within, { x: "at", y1: "low", y2: "high", z, className: "plot-band" })
    : Plot.ruleX(within, { x: "at", y1: "low", y2: "high", className: "plot-whisker" });
  const marks: Plot.Markish[] = within.length ? [spread] : [];
  if (lines) marks.push(Plot.lineY(points, { x: "at", y: "value", z, strokeWidth: 2, className: "plot-line" }));
  else marks.push(Plot.dot(points, { x: "at", y: "value", r: 4, className: "plot-point" }));
  if (many) {
    marks.push(Plot.text(points, Plot.selectLast({ x: "at", y: "value", z, text: "series", textAnchor: "start", dx: 4 })));
  }
  return marks;
}
