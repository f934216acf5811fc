// Somebody asks what is held of them and wants it erased: both from their page, without scripts.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { openHouse, WIDTHS } from "../harness.mjs";

let house;
let customer;

before(async () => {
  house = await openHouse();
  const page = await house.page();
  await page.goto("/records/new");
  await page.getByLabel("Name").fill("Eva Lind");
  await page.getByLabel("E-mail").fill("eva@lind.example");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("heading", { level: 1, name: "Eva Lind" }).waitFor();
  customer = new URL(page.url()).pathname;
  await page.context().close();
});

after(() => house?.close());

test("what is held of a customer is an archive to download", async () => {
  const page = await house.page({ width: WIDTHS.phone, script: false });
  await page.goto(customer);
  await page.getByRole("link", { name: "Their data: give or erase" }).click();
  await page.getByRole("heading", { level: 1, name: "What is held of Eva Lind" }).waitFor();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download the archive" }).click(),
  ]);
  assert.match(download.suggestedFilename(), /^acc_.*\.zip$/);
  const bytes = await readFile(await download.path());
  assert.equal(bytes.subarray(0, 2).toString(), "PK");
  await page.context().close();
});

test("its page looks right on a phone and at a desk, in light and dark", async () => {
  await house.everyLook(`${customer}/data`, "data");
});

test("an erased customer has no name any more", async () => {
  const page = await house.page({ width: WIDTHS.phone, script: false });
  await page.goto(`${customer}/data`);
  await page.getByLabel("Erase Eva Lind for good").check();
  await page.getByRole("button", { name: "Erase" }).click();
  await page.getByText("Erased. What was counted stays.").waitFor();
  await page.getByText("Nothing is left").or(page.getByText("Erased on")).first().waitFor();
  await page.goto(customer);
  await page.getByRole("heading", { level: 1, name: "(erased)" }).waitFor();
  assert.ok(!(await page.content()).includes("eva@lind.example"));
  await page.context().close();
});
