// An owner writes a survey by keyboard and without scripts, customers answer it in two languages, with and without scripts, and it is closed.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { checkPage, newPage, openHouse, shoot, WIDTHS } from "../harness.mjs";

let house;
let survey;
let open;

before(async () => {
  house = await openHouse();
});

after(() => house?.close());

const guest = (options) => newPage(house.browser, { base: house.troth.base, ...options });

test("a survey is begun from a template and written without scripts on a phone", async () => {
  const page = await house.page({ width: WIDTHS.phone, script: false });
  await page.goto("/listen");
  await page.getByText("No surveys yet").waitFor();
  await page.getByRole("link", { name: "New survey" }).click();
  await page.getByLabel("Name", { exact: true }).fill("After service");
  await page.getByLabel("Occasion").selectOption("after-service");
  await page.getByRole("button", { name: "Begin" }).click();
  await page.getByRole("heading", { level: 1, name: "After service" }).waitFor();
  await page.getByRole("button", { name: "better: one up" }).click();
  await page.getByRole("button", { name: "better: one down" }).click();
  await page.getByLabel("Add a question").selectOption("nps");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByLabel("Question (en)").fill("");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("One thing must be mended").waitFor();
  await page.getByRole("link", { name: "nps", exact: true }).click();
  await page.getByLabel("Question (en)").fill("How likely are you to recommend us?");
  await page.getByRole("button", { name: "Save" }).click();
  survey = new URL(page.url()).pathname.replace(/\/edit$/, "");
  await page.getByRole("button", { name: "Publish" }).click();
  await page.getByText("The survey is published.").waitFor();
  open = await page.locator(".told a").getAttribute("href");
  await page.context().close();
});

test("a customer answers by keyboard, leaves and comes back", async () => {
  const page = await guest({ width: 320 });
  await page.goto(open);
  await checkPage(page, "the first page at 320 px");
  await page.getByRole("radio", { name: "No", exact: true }).check();
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByLabel("What is still open?").fill("The handle");
  const saved = page.waitForResponse((response) => response.request().method() === "POST" && response.status() === 204);
  await page.keyboard.press("Tab");
  await saved;
  await page.getByText("Saved").waitFor();
  const address = page.url();
  await page.goto("about:blank");
  await page.goto(address);
  assert.equal(await page.getByLabel("What is still open?").inputValue(), "The handle");
  await page.keyboard.press("6");
  await page.keyboard.press("4");
  await page.keyboard.press("1");
  await page.keyboard.press("0");
  assert.equal(await page.locator("input:checked").count(), 3);
  assert.equal(await page.locator("input[name='q.nps']:checked").inputValue(), "10");
  await checkPage(page, "the second page");
  await page.getByRole("button", { name: "Send" }).click();
  await page.getByRole("heading", { name: "Thank you. Your answers have arrived." }).waitFor();
  await checkPage(page, "thanks");
  await page.context().close();
});

test("another answers in German without scripts", async () => {
  const page = await guest({ width: WIDTHS.phone, script: false, locale: "de-DE" });
  await page.goto(open);
  await page.getByRole("button", { name: "Weiter" }).click();
  await page.getByText("Bitte beantworten Sie dies.").first().waitFor();
  await page.getByRole("radio", { name: "Ja" }).check();
  await page.getByRole("button", { name: "Weiter" }).click();
  assert.equal(await page.getByText("Was ist noch offen?").count(), 0);
  await page.locator("input[name='q.easy'][value='7']").check();
  await page.locator("input[name='q.satisfied'][value='5']").check();
  await page.getByRole("button", { name: "Abschicken" }).click();
  await page.getByRole("heading", { name: "Danke. Ihre Antworten sind angekommen." }).waitFor();
  await page.context().close();
});

test("questions are put in order by dragging", async () => {
  const page = await house.page();
  await page.goto(`${survey}/edit`);
  const keys = () => page.locator("[data-key]").evaluateAll((items) => items.map((item) => item.dataset.key));
  const before = await keys();
  await Promise.all([
    page.waitForNavigation(),
    page.locator(`[data-key=${before[0]}]`).dragTo(page.locator(`[data-key=${before[2]}]`), { targetPosition: { x: 40, y: 60 } }),
  ]);
  const after = await keys();
  assert.notDeepEqual(after, before);
  assert.deepEqual([...after].sort(), [...before].sort());
  await page.context().close();
});

test("its pages look right on a phone and at a desk, in light and dark", async () => {
  await house.everyLook("/listen", "surveys");
  await house.everyLook("/listen/new", "survey-new");
  await house.everyLook(survey, "survey");
  await house.everyLook(`${survey}/edit`, "survey-edit");
  await house.everyLook(`${survey}/question?key=solved`, "survey-question");
  await house.everyLook(`${survey}/preview`, "survey-preview");
  const program = await house.page();
  for (const value of [5, 5, 4, 2, 1]) {
    const stored = await program.request.post(`/api/v1${survey}/responses`.replace("/listen/", "/listen/surveys/"), { data: { answers: { solved: 1, easy: value, satisfied: value } } });
    assert.equal(stored.status(), 201, await stored.text());
  }
  await program.context().close();
  await house.everyLook(`${survey}/results?by=level`, "survey-results");
  for (const colors of ["light", "dark"]) {
    const page = await guest({ width: WIDTHS.phone, colors });
    await page.goto(open);
    await page.getByRole("radio", { name: "Yes" }).check();
    await page.getByRole("button", { name: "Next" }).click();
    await page.locator("input[name='q.easy'][value='7']").check();
    await checkPage(page, `answering in ${colors}`);
    await shoot(page, `answer-${colors}`);
    await page.context().close();
  }
});

test("a closed survey says so", async () => {
  const page = await house.page();
  await page.goto(survey);
  await page.getByRole("button", { name: "Close" }).click();
  await page.getByText("The survey takes no more answers.").waitFor();
  const other = await guest();
  const answer = await other.goto(open);
  assert.equal(answer.status(), 410);
  await other.getByRole("heading", { name: "This survey is closed" }).waitFor();
  await other.context().close();
  await page.context().close();
});
