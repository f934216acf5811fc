// From a file of purchases to figures without waiting for the night, and whose list begins with whom.
import test, { before, after } from "node:test";
import assert from "node:assert/strict";
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

/** Three hundred customers, some of whom come back, as a till writes them down. */
function purchases() {
  const items = [];
  for (let customer = 0; customer < 300; customer += 1) {
    const times = 1 + ((customer * 7) % 4);
    for (let time = 0; time < times; time += 1) {
      const day = new Date(Date.UTC(2025, 0, 1 + ((customer * 13) % 120) + time * (9 + (customer % 40)))).toISOString().slice(0, 10);
      items.push({ key: `${customer}-${time}`, customer: `c${customer}`, at: day, amount: String(10 + (customer % 30)) });
    }
  }
  return items;
}

test("figures come when they are asked for, and by themselves at night where the business is", async () => {
  const page = await house.page();
  await page.goto("/measure");
  await page.getByText("Nothing has been measured yet").waitFor();
  const items = purchases();
  for (let from = 0; from < items.length; from += 1000) {
    await send(page, "/records/batches/purchases", { source: "till", items: items.slice(from, from + 1000) });
  }
  await page.goto("/records/business");
  await page.getByLabel("Time zone").fill("Asia/Tokyo");
  await page.getByRole("button", { name: "Save" }).click();
  await page.goto("/measure/runs");
  await page.getByRole("button", { name: "Compute now" }).click();
  await page.getByText("Everything is being computed now").waitFor();
  for (;;) {
    await page.goto("/measure/runs");
    const state = await page.locator("tbody tr td").first().textContent().catch(() => "");
    assert.notEqual(state, "Failed");
    if (state === "Done") break;
  }
  await page.getByText("(Asia/Tokyo)").waitFor();
  await page.getByText(/4:00/).first().waitFor();
  await page.goto("/measure");
  await page.getByText("Share of the base at risk").first().waitFor();
  await house.everyLook("/measure/runs", "runs");
  await page.context().close();
});

test("it is said who signs in as whom, and whose list that is", async () => {
  const page = await house.page();
  await page.goto("/");
  const nora = await send(page, "/records/staff", { name: "Nora Lind" });
  await page.goto(`/records/staff/${nora.id}/login`);
  await page.getByLabel("Signs in as").selectOption({ label: "Ada Berg · ada@shop.example" });
  await page.getByRole("button", { name: "Choose" }).click();
  await page.getByText("Saved: it is said who signs in as Nora Lind.").waitFor();
  await page.goto("/today");
  await page.getByRole("link", { name: "Nora Lind" }).or(page.getByText("Nora Lind")).first().waitFor();
  await page.context().close();
});
