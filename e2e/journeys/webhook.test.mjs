// Another program is told what happens: added, tested against a receiver of our own, looked at, switched off.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { openHouse, WIDTHS } from "../harness.mjs";

let house;
let receiver;
let here;
/** Settled by the message of the test. */
let tested;

before(async () => {
  house = await openHouse();
  tested = new Promise((settle) => {
    receiver = createServer((request, response) => {
      const pieces = [];
      request.on("data", (piece) => pieces.push(piece));
      request.on("end", () => {
        const body = Buffer.concat(pieces).toString();
        if (body.includes("web.webhook_tested")) settle({ headers: request.headers, body });
        response.end("thank you");
      });
    });
  });
  await new Promise((listening) => receiver.listen(0, "127.0.0.1", listening));
});

after(async () => {
  await house?.close();
  await new Promise((closed) => receiver.close(closed));
});

test("an address is added and tested without scripts on a phone", async () => {
  const page = await house.page({ width: WIDTHS.phone, script: false });
  await page.goto("/webhooks");
  await page.getByText("No program is told anything").waitFor();
  await page.getByLabel("Name", { exact: true }).fill("Till");
  await page.getByLabel("Address", { exact: true }).fill(`http://127.0.0.1:${receiver.address().port}/hook`);
  await page.getByRole("button", { name: "Add" }).click();
  await page.getByText("Only in your own network http:// will do").waitFor();
  await page.getByLabel("It stands in my own network").check();
  await page.getByRole("button", { name: "Add" }).click();
  await page.getByText("Copy the secret to the other side").waitFor();
  here = new URL(page.url()).pathname;
  await page.getByRole("button", { name: "Send a test" }).click();
  const told = await tested;
  assert.match(told.headers["webhook-signature"], /^v1,/);
  await page.context().close();
});

test("its pages look right on a phone and at a desk, in light and dark", async () => {
  await house.everyLook("/webhooks", "webhooks");
  await house.everyLook(here, "webhook");
});
