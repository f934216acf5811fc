// Takes the pictures of README and docs from the demo: `node screenshots.mjs [FOLDER]`, by default docs/screenshots.
import path from "node:path";
import { mkdir } from "node:fs/promises";
import { WIDTHS, openHouse } from "./harness.mjs";

const folder = path.resolve(process.argv[2] ?? path.join(import.meta.dirname, "../docs/screenshots"));

/** Name, address (or a link on Today to follow), sizes. */
const PICTURES = [
  { name: "today", address: "/today" },
  { name: "customer", follow: ".work-sentence a" },
  { name: "customers", address: "/records" },
  { name: "risk", address: "/measure" },
  { name: "reference", address: "/reference", sizes: ["desk"] },
];

const house = await openHouse({ demo: true });
try {
  await mkdir(folder, { recursive: true });
  for (const { name, address, follow, sizes = Object.keys(WIDTHS) } of PICTURES) {
    for (const size of sizes) {
      for (const colors of ["light", "dark"]) {
        const page = await house.page({ width: WIDTHS[size], colors });
        await page.goto(address ?? "/today");
        if (follow) await page.locator(follow).first().click();
        await page.waitForLoadState("networkidle");
        // What a person sees first, not the whole roll of paper.
        await page.screenshot({ path: path.join(folder, `${name}-${size}-${colors}.png`) });
        await page.context().close();
      }
    }
  }
} finally {
  await house.close();
}
console.log(`pictures are in ${folder}`);
