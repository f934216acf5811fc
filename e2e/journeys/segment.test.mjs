// A segment is built line by line without scripts, counted live, saved, looked at, removed and brought back.
import { after, before, test } from "node:test";
import { checkPage, openHouse, WIDTHS } from "../harness.mjs";

let house;
let segment;

before(async () => {
  house = await openHouse();
  const page = await house.page();
  for (const name of ["Eva Lind", "Max Roe"]) {
    await page.goto("/records/new");
    await page.getByLabel("Name").fill(name);
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("heading", { level: 1, name }).waitFor();
  }
  await page.context().close();
});

after(() => house?.close());

test("a segment is built without scripts on a phone", async () => {
  const page = await house.page({ width: WIDTHS.phone, script: false });
  await page.goto("/records/segments");
  await page.getByText("No segments yet").waitFor();
  await page.getByRole("link", { name: "New segment" }).click();
  await page.getByLabel("Name").fill("Newcomers");
  await page.getByLabel("Property").selectOption({ label: "Purchases" });
  await page.getByRole("button", { name: "Count" }).click();
  await page.getByLabel("Compared how").selectOption("at-most");
  await page.getByLabel("Compared with").fill("none");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("“none” does not fit its property").waitFor();
  await page.getByLabel("Compared with").fill("0");
  await page.getByRole("button", { name: "Count" }).click();
  await page.getByText("2 customers fit now").waitFor();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("heading", { level: 1, name: "Newcomers" }).waitFor();
  await page.getByText("Purchases: at most 0").waitFor();
  await page.getByRole("link", { name: "Max Roe" }).waitFor();
  segment = new URL(page.url()).pathname;
  await page.getByRole("button", { name: "Remove segment" }).click();
  await page.getByText("The segment is removed.").waitFor();
  await page.getByRole("button", { name: "Bring it back" }).click();
  await page.getByText("The segment is back.").waitFor();
  await page.context().close();
});

test("its pages look right on a phone and at a desk, in light and dark", async () => {
  await house.everyLook("/records/segments", "segments");
  await house.everyLook(segment, "segment");
  await house.everyLook(`${segment}/change`, "segment-change");
  const page = await house.page();
  await page.goto("/records/segments/new");
  await checkPage(page, "a new segment");
  await page.context().close();
});
