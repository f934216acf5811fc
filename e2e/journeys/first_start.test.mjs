// A newcomer: the first link, the owner, signing in and out, language, colours, keys.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { OWNER, becomeOwner, checkPage, closeTour, everyLook, newPage, shoot, signIn, signedIn, startBrowser, startTroth } from "../harness.mjs";

let troth;
let browser;
let state;

before(async () => {
  troth = await startTroth();
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
  const code = await troth?.stop();
  assert.equal(code, 0, "the program stops when asked to");
});

test("the first link makes the owner, and says what is wrong", async () => {
  await everyLook(browser, troth, null, troth.link, "start");
  const page = await newPage(browser, { base: troth.base });
  await page.goto(troth.link);
  await page.getByLabel("Your name").fill(OWNER.name);
  await page.getByLabel("E-mail").fill(OWNER.email);
  await page.getByLabel("Password").fill("short");
  await page.getByRole("button", { name: "Begin" }).click();
  await page.getByText("Enter at least 12 characters.").waitFor();
  assert.equal(await page.getByLabel("Your name").inputValue(), OWNER.name, "what was typed is kept");
  await checkPage(page, "the start page with a mistake");
  await shoot(page, "start-wrong");
  await becomeOwner(page, troth);
  await page.getByRole("link", { name: OWNER.name }).waitFor();
  await closeTour(page);
  state = await page.context().storageState();
  await page.context().close();
});

test("the owner signs out and in again", async () => {
  const page = await newPage(browser, { base: troth.base });
  await page.goto("/me");
  assert.match(page.url(), /\/sign-in\?to=%2Fme$/);
  await page.getByLabel("E-mail").fill(OWNER.email);
  await page.getByLabel("Password").fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("alert").waitFor();
  await checkPage(page, "a failed sign-in");
  await signIn(page);
  await page.goto("/me");
  await checkPage(page);
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByText("You are signed out.").waitFor();
  await page.context().close();
});

test("every page of this crate looks right in every look", async () => {
  for (const [address, name] of [["/me", "me"], ["/keys", "keys"], ["/command?q=a", "command"], ["/nowhere", "not-found"]]) {
    await everyLook(browser, troth, state, address, name);
  }
  await everyLook(browser, troth, null, "/sign-in", "sign-in");
});

test("components look right in every look", async () => {
  await everyLook(browser, troth, state, "/reference/components", "components");
  await everyLook(browser, troth, state, "/reference", "reference");
});

test("charts are drawn from their tables", async () => {
  const page = await signedIn(browser, troth, state);
  await page.goto("/reference/components");
  const chart = page.getByRole("img", { name: "Customers kept" });
  await chart.waitFor();
  assert.equal(await chart.locator("style").count(), 0, "the style that Plot brings is taken out");
  assert.ok((await chart.locator("path").count()) > 0);
  await page.setViewportSize({ width: 700, height: 800 });
  await chart.waitFor();
  await checkPage(page);
  await page.context().close();
});

test("the command bar reaches pages by their first letters", async () => {
  const page = await signedIn(browser, troth, state);
  await page.goto("/me");
  await page.keyboard.press("Control+k");
  const bar = page.getByRole("combobox");
  await bar.waitFor();
  await bar.fill("keys");
  await page.getByRole("option", { name: "Keys" }).waitFor();
  await checkPage(page, "the command bar");
  await shoot(page, "command-bar");
  await bar.press("Enter");
  await page.waitForURL("**/keys");
  await page.keyboard.press("/");
  await page.getByRole("combobox").fill("xyzzy");
  await page.getByText("Nothing found").waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await page.getByRole("combobox").count(), 0);
  await page.goto("/me");
  await page.keyboard.press("?");
  await page.waitForURL("**/keys");
  await page.context().close();
});

test("a menu closes with Escape and when somebody turns away", async () => {
  const page = await signedIn(browser, troth, state);
  await page.goto("/reference/components");
  const menu = page.locator("details.more").first();
  await menu.locator("summary").click();
  // An open menu lies over the buttons of the next item, which are reached once it is closed.
  await checkPage(page, "an open menu", { without: ["target-size"] });
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("details.more[open]").count(), 0);
  await menu.locator("summary").click();
  await page.getByRole("heading", { level: 1 }).click();
  assert.equal(await page.locator("details.more[open]").count(), 0);
  await page.context().close();
});

test("language and colours stay with the owner", async () => {
  const page = await signedIn(browser, troth, state);
  await page.goto("/me");
  await page.getByRole("button", { name: "Deutsch" }).click();
  await page.getByRole("heading", { name: "Wo Sie angemeldet sind" }).waitFor();
  await page.getByRole("button", { name: "Dunkel" }).click();
  await page.locator("html[data-theme=dark]").waitFor();
  await checkPage(page, "the account in German and dark");
  await page.getByRole("button", { name: "Wie das Gerät" }).click();
  await page.getByRole("button", { name: "English" }).click();
  await page.getByRole("heading", { name: "Where you are signed in" }).waitFor();
  await page.context().close();
});

test("without scripts everything is still there", async () => {
  const page = await signedIn(browser, troth, state, { script: false });
  await page.goto("/me");
  await page.getByRole("link", { name: "Search" }).click();
  await page.getByRole("searchbox").fill("keys");
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByRole("main").getByRole("link", { name: "Keys" }).click();
  await page.waitForURL("**/keys");
  await page.goto("/reference/components");
  await page.getByRole("rowheader", { name: "Late delivery" }).waitFor();
  await page.context().close();
});

test("right to left, nothing breaks", async (t) => {
  const probe = await signedIn(browser, troth, state);
  await probe.goto("/me?lang=ar-XB");
  if ((await probe.locator("html").getAttribute("dir")) !== "rtl") {
    t.diagnostic("this build does not offer the mirror of its texts");
    return;
  }
  await probe.context().close();
  await everyLook(browser, troth, state, "/reference/components?lang=ar-XB", "mirror");
});
