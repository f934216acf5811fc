// The owner invites somebody, who chooses a password and sets up a code at sign-in; a program gets a token.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, test } from "node:test";
import { becomeOwner, everyLook, newPage, signIn, startBrowser, startTroth, WIDTHS } from "../harness.mjs";

let troth;
let browser;
let state;
let link;

const BEA = { email: "bea@shop.example", password: "a kettle on the blue stove" };

/** What an app on the telephone shows (RFC 6238). */
function code(secret, at = Date.now()) {
  const bits = [...secret.replace(/\s/g, "")]
    .map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"))
    .join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const hash = createHmac("sha1", key).update(step).digest();
  const offset = hash[19] & 15;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

before(async () => {
  troth = await startTroth();
  browser = await startBrowser();
  const page = await newPage(browser, { base: troth.base });
  await becomeOwner(page, troth);
  state = await page.context().storageState();
  await page.context().close();
});

after(async () => {
  await browser?.close();
  await troth?.stop();
});

test("the owner invites somebody and sees what they may do", async () => {
  const page = await newPage(browser, { base: troth.base });
  await page.context().addCookies(state.cookies);
  await page.goto("/users");
  await page.getByRole("link", { name: "Invite somebody" }).click();
  await page.getByLabel("Name").fill("Bea Roth");
  await page.getByLabel("E-mail").fill("bea");
  await page.getByLabel("Role").selectOption("analyst");
  await page.getByRole("button", { name: "Make the link" }).click();
  // The browser itself refuses an address without a host.
  await page.getByLabel("E-mail").fill(BEA.email);
  await page.getByRole("button", { name: "Make the link" }).click();
  await page.getByRole("heading", { level: 1, name: "Bea Roth" }).waitFor();
  link = new URL(await page.locator(".told code").innerText());
  assert.equal(link.origin, troth.base);
  await page.getByText("Take everything out as files, without names and texts").waitFor();
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("who was invited chooses a password and a code, on a phone without scripts", async () => {
  const page = await newPage(browser, { base: troth.base, width: WIDTHS.phone, script: false });
  await page.goto(link.pathname);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.goto("/me");
  await page.getByRole("link", { name: "Password" }).click();
  await page.getByLabel("New password").fill("short");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Enter at least 12 characters.").waitFor();
  await page.getByLabel("New password").fill(BEA.password);
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Your password is changed.").waitFor();
  await page.getByRole("link", { name: "Code at sign-in" }).click();
  await page.getByRole("button", { name: "Set it up" }).click();
  await page.locator(".qr svg").waitFor();
  const secret = await page.locator(".steps code").innerText();
  await page.getByLabel("Code").fill(code(secret));
  await page.getByRole("button", { name: "Switch on" }).click();
  await page.getByRole("heading", { name: "Your recovery codes" }).waitFor();
  const [recovery] = await page.locator(".told code").allInnerTexts();
  await page.goto("/me");
  await page.getByRole("button", { name: "Sign out" }).click();
  await signIn(page, BEA);
  await page.getByRole("heading", { level: 1, name: "Enter the code" }).waitFor();
  await page.getByLabel("Code").fill("000000");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("This code does not fit").waitFor();
  await page.getByLabel("Code").fill(recovery);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  await page.goto("/me/two-factor");
  await page.getByText("9 recovery codes are left.").waitFor();
  await page.context().close();
});

test("a program gets a token with the rights it needs", async () => {
  const page = await newPage(browser, { base: troth.base });
  await page.context().addCookies(state.cookies);
  await page.goto("/me/tokens");
  await page.getByText("No program has a token of yours").waitFor();
  await page.getByLabel("What it is for").fill("Till");
  await page.getByRole("button", { name: "Make the token" }).click();
  await page.getByText("Choose at least one of these rights.").waitFor();
  assert.equal(await page.getByLabel("What it is for").inputValue(), "Till");
  await page.getByLabel("See customers and everything recorded about them").check();
  await page.getByRole("button", { name: "Make the token" }).click();
  const token = await page.locator(".told code").innerText();
  const ask = (path) => fetch(troth.base + path, { headers: { authorization: `Bearer ${token}` } });
  assert.equal((await ask("/api/v1/records/customers")).status, 200);
  assert.equal((await ask("/api/v1/users")).status, 403);
  await page.getByRole("button", { name: "Take back" }).click();
  await page.getByText("The token no longer holds.").waitFor();
  assert.equal((await ask("/api/v1/records/customers")).status, 401);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("the owner limits staff to their team and is told why a service cannot sign people in", async () => {
  const page = await newPage(browser, { base: troth.base });
  await page.context().addCookies(state.cookies);
  await page.goto("/users");
  await page.getByRole("link", { name: "Rules for everybody" }).click();
  await page.getByLabel("Which customers staff see").selectOption("yes");
  await page.getByLabel("Code at sign-in").selectOption("yes");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Set up your own code first").waitFor();
  await page.getByLabel("Code at sign-in").selectOption("no");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("The rules are saved.").waitFor();
  await page.goto("/users/rights");
  await page.getByText("Staff see only customers of their own team").waitFor();
  await page.goto("/users");
  await page.getByRole("link", { name: "Sign-in by another service" }).click();
  await page.getByText(`${troth.base}/sign-in/with/back`).waitFor();
  await page.getByLabel("What the button says").fill("Our house");
  await page.getByLabel("Address of the service").fill("http://127.0.0.1:9");
  await page.getByLabel("Client ID").fill("troth");
  await page.getByLabel("Client secret").fill("hush");
  await page.getByLabel("It stands in our own network").selectOption("yes");
  await page.getByRole("button", { name: "Check and save" }).click();
  await page.getByText("The service does not answer as it should").waitFor();
  assert.equal(await page.getByLabel("Client ID").inputValue(), "troth");
  await page.context().close();
});

test("its pages look right on a phone and at a desk, in light and dark", async () => {
  await everyLook(browser, troth, state, "/users", "users");
  await everyLook(browser, troth, state, "/users/new", "invite");
  await everyLook(browser, troth, state, "/users/rights", "rights");
  await everyLook(browser, troth, state, "/users/rules", "rules");
  await everyLook(browser, troth, state, "/users/provider", "provider");
  await everyLook(browser, troth, state, "/me/tokens", "tokens");
  const page = await newPage(browser, { base: troth.base });
  await page.context().addCookies(state.cookies);
  await page.goto("/me/two-factor");
  await page.getByRole("button", { name: "Set it up" }).click();
  await page.context().close();
  await everyLook(browser, troth, state, "/me/two-factor", "two-factor");
});
