// The demo as a newcomer meets it: the look around, stop by stop, closed for good; time that runs and stands. By keyboard, on a
// phone, in German, from right to left, without scripts.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DEMO, becomeOwner, checkPage, enter, newPage, shoot, signedIn, startBrowser, startTroth, WIDTHS } from "../harness.mjs";

let troth;
let browser;
let state;

before(async () => {
  troth = await startTroth({ args: `${DEMO} --customers 300` });
  browser = await startBrowser();
  const page = await newPage(browser, { base: troth.base });
  await enter(page, troth);
  state = await page.context().storageState();
  await page.context().close();
});

after(async () => {
  await browser?.close();
  await troth?.stop();
});

const tour = (page) => page.locator(".tour");
const visitor = (options) => signedIn(browser, troth, state, options);

/** Goes on with the keyboard until something with these words has the focus. */
async function reach(page, words) {
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press("Tab");
    if ((await page.evaluate(() => document.activeElement?.innerText?.trim())) === words) return;
  }
  assert.fail(`${words} cannot be reached by the keyboard`);
}

test("time stands when it is told to, and goes on", async () => {
  const page = await visitor();
  await page.goto("/records");
  const line = page.getByRole("complementary", { name: "Demo" });
  await line.getByText("A day passes every minute.").waitFor();
  await line.getByRole("button", { name: "Pause" }).click();
  await page.getByText("Time stands still until you let it go on.").waitFor();
  assert.equal(new URL(page.url()).pathname, "/records", "one stays where one was");
  await checkPage(page, "time stands");
  await page.goto("/today");
  await line.getByRole("button", { name: "Go on" }).click();
  await page.getByText("Time goes on: a day every minute.").waitFor();
  await line.getByRole("button", { name: "Pause" }).click();
  await line.getByText("Time stands still.").waitFor();
  await page.context().close();
});

test("a look around by keyboard, page by page, closed for good", async () => {
  const page = await visitor();
  await page.goto("/today");
  for (const [number, title, path] of [
    [1, "Today", /^\/today$/],
    [2, "A customer", /^\/records\/acc_/],
    [3, "Customers at risk", /^\/measure$/],
    [4, "At the counter", /^\/records\/lookup$/],
    [5, "Your own records", /^\/records\/import$/],
  ]) {
    await tour(page).getByText(`A look around: ${number} of 5`).waitFor();
    await tour(page).getByText(title, { exact: true }).waitFor();
    assert.match(new URL(page.url()).pathname, path);
    await checkPage(page, `stop ${number}`);
    await shoot(page, `tour-${number}`);
    if (number === 5) break;
    await reach(page, "Next");
    await page.keyboard.press("Enter");
  }
  await reach(page, "Back");
  await page.keyboard.press("Enter");
  await tour(page).getByText("4 of 5").waitFor();
  await page.goto("/keys");
  await tour(page).getByRole("button", { name: "Go there" }).click();
  await page.waitForURL("**/records/lookup");
  await page.context().close();
});

test("on a phone, in German, from right to left and without scripts", async () => {
  for (const [name, address, options] of [
    ["phone", "/today", { width: WIDTHS.phone }],
    ["phone-dark", "/records", { width: WIDTHS.phone, colors: "dark" }],
    ["mirror", "/measure?lang=ar-XB", { width: WIDTHS.phone, script: false }],
  ]) {
    const page = await visitor(options);
    await page.goto(address);
    await tour(page).waitFor();
    await shoot(page, `demo-${name}`);
    if (options.script !== false) await checkPage(page, `the demo (${name})`);
    await page.context().close();
  }
  const german = await visitor({ locale: "de-DE", width: WIDTHS.phone, script: false });
  await german.goto("/today");
  await german.getByText("Die Zeit steht still.").waitFor();
  await tour(german).getByText("Rundgang: 4 von 5").waitFor();
  await tour(german).getByRole("button", { name: "Weiter" }).click();
  await german.waitForURL("**/records/import");
  await tour(german).getByRole("button", { name: "Fertig" }).click();
  await german.getByText("Der Rundgang ist geschlossen.").waitFor();
  await german.context().close();

  const page = await visitor();
  await page.goto("/today");
  assert.equal(await tour(page).count(), 0, "closed in every browser of theirs");
  await page.keyboard.press("?");
  await page.waitForURL("**/keys");
  await page.getByRole("link", { name: "A look around" }).click();
  await checkPage(page, "all stops");
  await page.getByRole("button", { name: "Begin" }).click();
  await page.waitForURL("**/today");
  await tour(page).getByText("1 of 5").waitFor();
  await tour(page).getByRole("button", { name: "Close for good" }).click();
  await page.getByText("The look around is closed.").waitFor();
  await page.context().close();
});

test("a real business shows the look around too, and nothing of a demo", async () => {
  const real = await startTroth();
  try {
    const page = await newPage(browser, { base: real.base });
    await becomeOwner(page, real);
    await page.waitForURL("**/today");
    await tour(page).getByRole("button", { name: "Next" }).click();
    await page.waitForURL("**/records");
    await tour(page).getByText("2 of 5").waitFor();
    assert.equal(await page.getByText("A day passes every minute.").count(), 0);
    await checkPage(page, "no customers yet");
  } finally {
    await real.stop();
  }
});

test("what lies ahead of a customer, over a time of one's choice", async () => {
  const page = await visitor({ width: WIDTHS.phone });
  await page.goto("/today");
  await page.locator(".work-sentence a").first().click();
  await page.getByRole("link", { name: "Over another time" }).click();
  const months = page.getByLabel("Months ahead");
  await months.fill("six");
  await months.press("Enter");
  await page.getByText("Write a whole number of months from 1 to 60").waitFor();
  assert.equal(await months.inputValue(), "six", "what was typed is kept");
  await checkPage(page, "months that are none");
  await months.fill("6");
  await months.press("Enter");
  await page.getByText("Spent in that time").waitFor();
  await checkPage(page, "what lies ahead");
  await shoot(page, "ahead");
  await page.getByRole("link", { name: "To the customer" }).click();
  await page.waitForURL("**/records/acc_*");
  await page.context().close();
});
