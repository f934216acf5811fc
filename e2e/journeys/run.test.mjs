// From a file of purchases to figures without waiting for the night, and who signs in as whom.
import test, { before, after } from "node:test";
import assert from "node:assert/strict";
import path from "node:path";
import { readFile } from "node:fs/promises";
import { openHouse } from "../harness.mjs";

let house;
before(async () => {
  house = await openHouse();
});
after(() => house?.close());

/** An endpoint asked from the page, as its own scripts would. */
async function send(page, path, body) {
  const answer = await page.evaluate(async ([path, body]) => {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`/api/v1${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    return { status: answer.status, body: await answer.text() };
  }, [path, body]);
  assert.ok(answer.status < 300, `${path}: ${answer.status} ${answer.body}`);
  return JSON.parse(answer.body);
}

/** The purchases of the reference data, each with the place it stands in as its key. */
async function purchases() {
  const file = path.join(import.meta.dirname, "../../foundation/stats/tests/data/cdnow_sample.csv");
  const [head, ...lines] = (await readFile(file, "utf8")).trim().split(/\r?\n/);
  const columns = head.split(",").map((name) => name.replaceAll('"', ""));
  return lines.map((line, place) => {
    const row = Object.fromEntries(line.split(",").map((cell, index) => [columns[index], cell.replaceAll('"', "")]));
    const at = `${row.date.slice(0, 4)}-${row.date.slice(4, 6)}-${row.date.slice(6, 8)}`;
    return { key: String(place), customer: row.id, at, amount: row.amount };
  });
}

test("figures come when they are asked for, and by themselves at night where the business is", async () => {
  const page = await house.page();
  await page.goto("/measure");
  await page.getByText("Nothing has been measured yet").waitFor();
  const items = await purchases();
  for (let from = 0; from < items.length; from += 1000) {
    await send(page, "/records/batches/purchases", { source: "till", items: items.slice(from, from + 1000) });
  }
  await page.goto("/records/business");
  await page.getByLabel("Time zone").fill("Asia/Tokyo");
  await page.getByRole("button", { name: "Save" }).click();
  await page.goto("/measure/runs");
  await page.getByRole("button", { name: "Compute now" }).click();
  await page.getByText("Everything is being computed now").waitFor();
  // Nothing changes on a page that stands; whoever waits loads it again.
  const patience = Date.now() + 60_000;
  do await page.goto("/measure/runs");
  while (Date.now() < patience && !/<td>(Done|Failed)/.test(await page.content()));
  assert.match(await page.locator("tbody tr td").first().textContent(), /Done/);
  await page.getByText("(Asia/Tokyo)").waitFor();
  // The plan is looked at every ten seconds.
  do await page.goto("/measure/runs");
  while (Date.now() < patience && !/4:00\sAM/.test(await page.locator("p[role=status]").last().textContent()));
  assert.match(await page.locator("p[role=status]").last().textContent(), /4:00\sAM \(Asia\/Tokyo\)/);
  await page.goto("/measure");
  await page.getByText("Customers at risk").first().waitFor();
  await house.everyLook("/measure/runs", "runs");
  await page.context().close();
});

test("it is said who signs in as whom", async () => {
  const page = await house.page();
  await page.goto("/");
  const nora = await send(page, "/records/staff", { name: "Nora Lind" });
  await page.goto(`/records/staff/${nora.id}/login`);
  await page.getByLabel("Signs in as").selectOption({ label: "Ada Berg · ada@shop.example" });
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved: it is said who signs in as Nora Lind.").waitFor();
  await page.goto(`/records/staff/${nora.id}/login`);
  assert.equal(await page.getByLabel("Signs in as").locator("option:checked").textContent(), "Ada Berg · ada@shop.example");
  await page.context().close();
});
