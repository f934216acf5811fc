// A business with contracts: which renewals fall due, how likely they are, how long customers stay; on a phone, in German.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { after, before, test } from "node:test";
import { WIDTHS, checkPage, openHouse } from "../harness.mjs";

let house;

before(async () => {
  house = await openHouse({ demo: "--kind maker --customers 200 --seed 1" });
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
  await house.everyLook("/measure/segments", "by-segment");
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

test("segments are chosen to have models of their own, on a phone and without scripts", async () => {
  const page = await house.page({ width: WIDTHS.phone, script: false });
  await page.goto("/measure/segments");
  await page.getByText("No segment has figures of its own").waitFor();
  const filter = { field: "records.kind", operator: "is", value: "organisation" };
  const made = await page.request.post("/api/v1/records/segments", { data: { name: "Firms", filter } });
  assert.ok(made.ok(), await made.text());
  await page.getByRole("main").getByRole("link", { name: "Choose segments" }).click();
  await page.getByLabel("Segment 1").selectOption({ label: "Firms" });
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved. The next run goes by it.").waitFor();
  await page.getByLabel("Segment 2").waitFor();
  await promisify(execFile)(process.env.TROTH_BIN, ["run", "--data", house.troth.data]);
  await page.goto("/measure/segments");
  await page.getByRole("heading", { name: "Firms" }).waitFor();
  await page.getByRole("heading", { name: "Everybody else" }).waitFor();
  await page.context().close();
  await house.everyLook("/measure/segments", "by-segment-chosen");
  await house.everyLook("/measure/settings", "settings-chosen");
});
