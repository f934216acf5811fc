// A business with contracts: which renewals fall due, how likely they are, how long customers stay; on a phone, in German.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { after, before, test } from "node:test";
import { checkPage, openHouse } from "../harness.mjs";

let house;

/** Ninety yearly contracts begun from 1990 on, of which some are lost at each renewal; the demo's day is 1997-09-30. */
function contracts() {
  const rows = ["key,customer,started,months,amount,period,ended"];
  for (let number = 1; number <= 90; number += 1) {
    const year = 1990 + (number % 6);
    const month = String(1 + (number % 12)).padStart(2, "0");
    const ended = number % 3 === 0 ? `${year + 1 + (number % 4)}-${month}-09` : "";
    rows.push(`c${number},firm ${number},${year}-${month}-10,12,${1000 + number}.00,year,${ended}`);
  }
  return `${rows.join("\n")}\n`;
}

before(async () => {
  const prepare = async (troth) => {
    const file = path.join(troth.data, "contracts.csv");
    await writeFile(file, contracts());
    const run = promisify(execFile);
    await run(process.env.TROTH_BIN, ["import", "contracts", file, "--data", troth.data]);
    await run(process.env.TROTH_BIN, ["run", "--data", troth.data]);
  };
  house = await openHouse({ demo: true, prepare });
});

after(() => house?.close());

test("from the renewals due to the customer, and on to Today", async () => {
  const page = await house.page();
  await page.goto("/measure");
  await page.getByRole("link", { name: "Renewals due" }).first().click();
  await page.getByRole("heading", { level: 1, name: "Renewals due" }).waitFor();
  const row = page.locator("tbody tr").first();
  assert.match(await row.innerText(), /Due (in \d+ days|tomorrow|today)\.[\s\S]*\d+\s?%[\s\S]*\$[\s\S]*renewal/i);
  await page.getByRole("link", { name: "Decided by" }).click();
  await page.waitForURL("**/measure/renewals?sort=due");
  const days = await page.locator("tbody time").evaluateAll((times) => times.map((time) => time.dateTime));
  assert.deepEqual(days, [...days].sort());
  await page.locator("tbody th a").first().click();
  const side = page.locator(".customer-side");
  await side.getByText("To be decided by").waitFor();
  assert.match(await side.innerText(), /Will be renewed[\s\S]*%[\s\S]*Worth of this contract/);
  await checkPage(page);
  await page.goto("/measure/retention");
  await page.getByRole("heading", { name: "Contracts of a year" }).waitFor();
  await page.getByRole("heading", { name: "By when they began" }).waitFor();
  await page.context().close();
});

test("renewals and retention in every look", async () => {
  await house.everyLook("/measure/renewals", "renewals");
  await house.everyLook("/measure/retention", "retention");
  await house.everyLook("/measure/worth", "worth");
  await house.everyLook("/measure/outcomes", "outcomes");
  await house.everyLook("/measure/settings", "settings");
});

test("what only the business knows is said on a page that keeps what was typed", async () => {
  const page = await house.page();
  await page.goto("/measure/worth");
  await page.getByRole("link", { name: "What figures rest on" }).click();
  await page.getByLabel("Discount a year").fill("lots");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Write a number from 0 to less than 100").waitFor();
  assert.equal(await page.getByLabel("Discount a year").inputValue(), "lots");
  await checkPage(page);
  await page.getByLabel("Discount a year").fill("7,5");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved. The next run goes by it.").waitFor();
  assert.equal(await page.getByLabel("Discount a year").inputValue(), "7.5");
  await page.context().close();
});

test("in German, without scripts", async () => {
  const page = await house.page({ locale: "de-DE", script: false, width: 360 });
  await page.goto("/measure/renewals");
  await page.getByRole("heading", { level: 1, name: "Anstehende Verlängerungen" }).waitFor();
  assert.match(await page.locator("tbody tr").first().innerText(), /Fällig in \d+ Tagen|Morgen fällig|Heute fällig/);
  await page.goto("/measure/retention");
  await page.getByRole("heading", { name: "Verträge über ein Jahr" }).waitFor();
  await page.context().close();
});
