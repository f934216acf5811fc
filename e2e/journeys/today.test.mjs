// From a file of purchases to today's list, in a browser: act on three items, see them gone, take one back; in German, on a
// phone, by keyboard alone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { checkPage, openHouse, shoot, WIDTHS } from "../harness.mjs";

let house;

before(async () => {
  house = await openHouse({ demo: true });
});

after(() => house?.close());

const names = (page) => page.locator(".work-sentence a").allInnerTexts();

test("the owner acts on three items, sees them gone, and takes one back", async () => {
  const page = await house.page();
  await page.goto("/today");
  const [first, second, third, fourth] = await names(page);
  const item = (name) => page.locator(".work-item", { has: page.getByRole("link", { name, exact: true }) });
  assert.match(await item(first).innerText(), /Bought about every \d+ (days|weeks?), silent for \d+/);

  await item(first).getByRole("button", { name: "Done" }).click();
  await page.getByText("Done. Troth watches what becomes of it.").waitFor();
  assert.ok(!(await names(page)).includes(first));

  await item(second).getByText("More").click();
  await item(second).getByRole("button", { name: "In a week" }).click();
  await page.getByText("Put off").waitFor();
  assert.ok(!(await names(page)).includes(second));

  await item(third).getByText("More").click();
  await item(third).getByLabel("Why is it not useful?").fill("moved to another town");
  await item(third).getByRole("button", { name: "Not useful" }).click();
  await page.getByText("stays away until something has changed").waitFor();
  assert.deepEqual((await names(page))[0], fourth);

  await page.getByRole("button", { name: "Take that back" }).click();
  await page.getByText("It is on the list again.").waitFor();
  assert.ok((await names(page)).includes(third));
  await checkPage(page);
  await page.context().close();
});

test("from the list to the customer and what they are to us", async () => {
  const page = await house.page();
  await page.goto("/today");
  const [name] = await names(page);
  await page.locator(".work-item").first().getByRole("link", { name: "Look and call" }).click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
  await page.getByText("Bought for $").first().waitFor();
  assert.match(await page.locator(".customer-side").innerText(), /Still a customer[\s\S]*%[\s\S]*Modelled/);
  assert.match(await page.locator(".customer-side").innerText(), /Worth of this customer\s+\$/);
  await checkPage(page);
  await page.context().close();
});

test("whether the forecast was right is said in figures", async () => {
  const page = await house.page();
  await page.goto("/measure/forecast");
  const expected = page.getByRole("article", { name: "Purchases expected" });
  assert.match(await expected.innerText(), /–[\s\S]*Modelled/);
  assert.match(await page.getByRole("article", { name: "Purchases that came" }).innerText(), /Counted/);
  await checkPage(page);
  await page.context().close();
});

test("customers are found by the first letters, page by page", async () => {
  const page = await house.page();
  await page.goto("/records");
  await page.getByText("2,357 customers").waitFor();
  await page.getByRole("link", { name: "Next" }).click();
  await page.getByRole("link", { name: "0051", exact: true }).waitFor();
  await page.goto("/records");
  await page.getByRole("main").getByRole("searchbox").fill("021");
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByRole("link", { name: "0210", exact: true }).waitFor();
  assert.equal(await page.locator("tbody tr").count(), 10);
  await page.context().close();
});

test("customers are sorted by worth, and everything can be taken out", async () => {
  for (const look of [{}, { width: WIDTHS.phone, colors: "dark", locale: "de-DE" }]) {
    const page = await house.page(look);
    await page.goto("/records?sort=-measure.worth");
    assert.equal(await page.locator("th[aria-sort=descending]").count(), 1);
    await checkPage(page);
    await shoot(page, `customers-by-worth-${look.locale ?? "en"}`);
    await page.goto("/records/export");
    await checkPage(page);
    await shoot(page, `export-${look.locale ?? "en"}`);
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "accounts.csv" }).click()]);
    assert.equal(file.suggestedFilename(), "accounts.csv");
    await page.context().close();
  }
});

test("in German", async () => {
  const page = await house.page({ locale: "de-DE" });
  await page.goto("/today");
  await page.getByRole("heading", { level: 1, name: "Heute" }).waitFor();
  await page.getByText("geht wahrscheinlich").first().waitFor();
  assert.equal(await page.getByRole("button", { name: "Erledigt" }).count(), 20);
  await page.context().close();
});

test("by keyboard alone", async () => {
  const page = await house.page();
  await page.goto("/today");
  const before = await names(page);
  const reach = async (wanted) => {
    for (let step = 0; step < 60; step += 1) {
      await page.keyboard.press("Tab");
      const here = await page.evaluate(() => document.activeElement?.innerText?.trim());
      if (here === wanted) return;
    }
    assert.fail(`${wanted} cannot be reached by the keyboard`);
  };
  await reach("Done");
  await page.keyboard.press("Enter");
  await page.getByText("Done. Troth watches").waitFor();
  assert.ok(!(await names(page)).includes(before[0]));
  await page.context().close();
});

test("without scripts an item can be decided", async () => {
  const page = await house.page({ script: false });
  await page.goto("/today");
  const before = await names(page);
  await page.getByRole("button", { name: "Done" }).first().click();
  await page.getByText("Done. Troth watches").waitFor();
  assert.ok(!(await names(page)).includes(before[0]));
  await page.context().close();
});

test("every page looks right at every width, light and dark", async () => {
  const page = await house.page({ width: WIDTHS.phone });
  await page.goto("/today");
  const customer = await page.locator(".work-sentence a").first().getAttribute("href");
  await page.context().close();
  for (const [address, name] of [["/today", "today"], ["/records", "customers"], [customer, "customer"], ["/measure", "risk"], ["/measure/forecast", "forecast"], ["/measure/worth", "worth"]]) {
    await house.everyLook(address, name);
  }
});
