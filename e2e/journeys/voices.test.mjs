// Somebody outside asks for something, follows it, and is told; where customers meet the business, and why they came.
import test, { before, after } from "node:test";
import assert from "node:assert/strict";
import { checkPage, newPage, openHouse } from "../harness.mjs";

let house;
before(async () => {
  house = await openHouse();
});
after(() => house?.close());

const guest = (options) => newPage(house.browser, { base: house.troth.base, ...options });

/** Presses a button and waits for the page that comes of it. */
async function press(page, name) {
  await Promise.all([page.waitForEvent("load"), page.getByRole("button", { name }).click()]);
}

test("a wish is left on a phone without scripts, granted, wanted by another, done and told", async () => {
  const owner = await house.page();
  const outside = await guest({ width: 360, colors: "dark", script: false });
  await outside.goto("/listen/say");
  await outside.getByText("Nothing can be left here at the moment").waitFor();
  await owner.goto("/listen/voices");
  await checkPage(owner, "no feedback");
  await press(owner, "Open the page");
  await outside.goto("/listen/say");
  // A script is quick; a person presses once more, and what they typed stands.
  await outside.getByLabel("I want something").check();
  await outside.locator("#text").fill("Open on Sundays, please");
  await press(outside, "Send");
  assert.equal(await outside.locator("#text").inputValue(), "Open on Sundays, please");
  while (await outside.getByText("That was very quick").count()) await press(outside, "Send");
  await outside.getByText("Thank you. We have it.").waitFor();
  const follow = await outside.locator('a[href*="/listen/"]').first().getAttribute("href");

  await owner.goto("/listen/voices");
  await checkPage(owner, "feedback");
  await owner.getByRole("link", { name: "Open on Sundays, please" }).click();
  await checkPage(owner, "one voice");
  await owner.getByLabel("It becomes").selectOption("declined");
  await owner.getByLabel("What you say").fill("Too few of us");
  await press(owner, "Save and answer");
  await owner.getByText("Say whose misunderstanding it is.").waitFor();
  assert.equal(await owner.getByLabel("What you say").inputValue(), "Too few of us");
  await owner.getByLabel("It becomes").selectOption("granted");
  await owner.getByLabel("What you say").fill("From May on");
  await press(owner, "Save and answer");
  await owner.getByLabel("In your words").fill("Open on Sundays");
  await press(owner, "Put it on the list");
  const voice = owner.url();

  await outside.goto(follow);
  await outside.getByText("From May on").waitFor();
  const another = await guest({ width: 360, locale: "de-DE" });
  await another.goto("/listen/wishes?lang=de");
  await checkPage(another, "wishes");
  await Promise.all([another.waitForEvent("load"), another.locator("ul.wishes button").first().click()]);
  await another.getByText("noch jemand möchte es · Sie auch").waitFor();

  await owner.goto(voice);
  await owner.getByLabel("It becomes").selectOption("done");
  await owner.getByLabel("What you say").fill("We are open on Sundays");
  await press(owner, "Save and answer");
  await owner.getByText("Done. Now tell those who asked.").waitFor();
  await checkPage(owner, "done");
  await outside.goto(follow);
  await outside.getByText("We are open on Sundays").waitFor();
  for (const page of [owner, outside, another]) await page.context().close();
});

test("stages are begun from a template and added by keyboard, and every page of the way looks right", async () => {
  const page = await house.page();
  await page.goto("/listen/journey");
  await checkPage(page, "no stages");
  await press(page, "Begin as a shop");
  await page.getByRole("heading", { name: "Finding us" }).waitFor();
  await page.getByLabel("Name of the stage").fill("Telling others");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Telling others" }).waitFor();
  await page.context().close();
  for (const address of ["/listen/journey", "/listen/expectations", "/listen/reasons", "/listen/voices"]) {
    await house.everyLook(address, address.split("/").pop());
  }
});
