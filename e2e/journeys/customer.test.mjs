// A business that sells to organisations: a customer with three people, a note, a call, a contract; the story narrowed
// down. Then a business of people, where nobody sees accounts. With keyboard and phone widths, light and dark.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { checkPage, openHouse, WIDTHS } from "../harness.mjs";

let house;
let works;

before(async () => {
  house = await openHouse();
});

after(() => house?.close());

async function sellsTo(page, whom) {
  await page.goto("/records/business");
  await page.getByLabel("Who you sell to").selectOption(whom);
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved.").waitFor();
}

test("a customer with three people, a note, a call and a contract", async () => {
  const page = await house.page();
  await sellsTo(page, "organisations");
  await page.goto("/records/staff");
  await page.getByRole("link", { name: "Add a member of staff" }).click();
  await page.getByLabel("Name").fill("Ida Holm");
  await page.getByLabel("E-mail").fill("ida@us.example");
  await checkPage(page, "a new member of staff");
  await page.getByRole("button", { name: "Save" }).click();
  await page.goto("/records");
  await page.getByRole("link", { name: "New customer" }).click();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByLabel("Name").fill("Ålborg Works");
  await page.getByLabel("Who looks after the customer").selectOption({ label: "Ida Holm" });
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("heading", { level: 1, name: "Ålborg Works" }).waitFor();
  works = new URL(page.url()).pathname;
  const people = [
    ["Eva Lind", "executive", "decides", "eva@works.example"],
    ["Max Roe", "management", "influences", "max@works.example"],
    ["Uma Bay", "operations", "uses", "uma@works"],
  ];
  for (const [name, level, role, email] of people) {
    await page.getByRole("link", { name: "Add a person" }).click();
    await page.getByLabel("Name").fill(name);
    await page.getByLabel("Level").selectOption(level);
    await page.getByLabel("Part in buying").selectOption(role);
    await page.getByLabel("E-mail").fill(email);
    await page.getByRole("button", { name: "Save" }).click();
  }
  // The last address lacks its end: the form says so and keeps what was typed.
  await page.getByText("Write e-mail addresses such as").waitFor();
  assert.equal(await page.getByLabel("Name").inputValue(), "Uma Bay");
  await checkPage(page, "a form that came back");
  await page.getByLabel("E-mail").fill("uma@works.example");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("link", { name: "uma@works.example" }).waitFor();
  await page.getByLabel("New note").fill("Call before nine.");
  await page.getByRole("button", { name: "Add note" }).click();
  await page.getByText("Call before nine.").waitFor();
  await page.getByRole("link", { name: "Log a contact" }).click();
  await page.getByLabel("Function").selectOption("service");
  await page.getByLabel("Way", { exact: true }).selectOption("phone");
  await page.getByLabel("With whom").selectOption({ label: "Max Roe" });
  await page.getByLabel("Drew closer or pushed away").selectOption("closer");
  await page.getByLabel("What was said").fill("The press runs again.");
  await checkPage(page, "an interaction");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Max Roe: Service, by telephone. Drew closer.").first().waitFor();
  await page.getByRole("link", { name: "Add a contract" }).click();
  await page.getByLabel("What it is about").fill("Care");
  await page.getByLabel("First day").fill("2026-01-01");
  await page.getByLabel("Term in months").fill("36");
  await page.getByLabel("Amount in each period").fill("1,200.00");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("$1,200.00 a month. Until").waitFor();
  await page.getByRole("link", { name: "Notes", exact: true }).click();
  await page.getByText("Call before nine.").waitFor();
  assert.equal(await page.getByText("The press runs again.").count(), 0);
  await page.getByRole("link", { name: "Service", exact: true }).click();
  await page.getByText("The press runs again.").waitFor();
  assert.equal(await page.getByText("Call before nine.").count(), 0);
  await page.context().close();
});

test("a note is removed and brought back with the keyboard alone", async () => {
  const page = await house.page();
  await page.goto(`${works}?kind=note`);
  await page.locator(".timeline-change").first().focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Remove this note" }).focus();
  await page.keyboard.press("Enter");
  await page.getByText("The note is removed.").waitFor();
  await checkPage(page, "a removed note");
  await page.getByRole("button", { name: "Bring it back" }).focus();
  await page.keyboard.press("Enter");
  await page.getByText("The note is back.").waitFor();
  await page.context().close();
});

test("the list is narrowed down, its columns chosen, and works without scripts", async () => {
  const page = await house.page({ script: false, width: WIDTHS.phone });
  await page.goto("/records");
  await page.getByText("Filters and columns").click();
  await page.getByLabel("Kind", { exact: true }).first().selectOption("household");
  await page.getByRole("button", { name: "Show" }).click();
  await page.getByText("Nothing fits these filters").waitFor();
  await page.getByRole("link", { name: "Show all" }).first().click();
  await page.getByRole("link", { name: "Ålborg Works" }).waitFor();
  await page.context().close();
});

test("every page of customers looks right on a phone and at a desk, in light and dark", async () => {
  await house.everyLook("/records?column=kind&column=owner&column=created", "people-customers");
  await house.everyLook(works, "people-customer");
  await house.everyLook(`${works}/contracts/new`, "people-contract");
  await house.everyLook("/records/staff", "people-staff");
  const page = await house.page();
  await page.goto(works);
  const consent = await page.locator('a[href$="/consent"]').first().getAttribute("href");
  await page.context().close();
  await house.everyLook(consent, "people-consent");
});

test("where people are sold to, a customer is a person and nobody sees accounts", async () => {
  const page = await house.page({ width: WIDTHS.phone });
  await sellsTo(page, "people");
  await page.goto("/records/new");
  assert.equal(await page.getByLabel("Organisation, household or person").count(), 0);
  await page.getByLabel("Name").fill("Bo Falk");
  await page.getByLabel("E-mail").fill("bo@home.example");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("heading", { level: 1, name: "Bo Falk" }).waitFor();
  await page.getByRole("link", { name: "bo@home.example" }).waitFor();
  assert.equal(await page.getByRole("link", { name: "Add a person" }).count(), 0);
  await checkPage(page, "a customer who is a person");
  await page.context().close();
});
