// A maker's survey is read: what goes with the outcome, who is missing and what they would weigh, who decides and what they say.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { WIDTHS, checkPage, openHouse, shoot } from "../harness.mjs";

let house;
let survey;

before(async () => {
  house = await openHouse();
});

after(() => house?.close());

const scale = (from, to) => Array.from({ length: to - from + 1 }, (_, place) => ({ value: from + place }));
const FORM = {
  languages: ["en"],
  title: { en: "How are we doing?" },
  questions: [
    { key: "satisfied", kind: "csat", text: { en: "How satisfied are you?" }, choices: scale(1, 5) },
    {
      key: "areas",
      kind: "matrix",
      text: { en: "How good are we at this?" },
      choices: scale(1, 7),
      rows: [
        { key: "speed", text: { en: "Spare parts arrive fast" } },
        { key: "advice", text: { en: "Advice before buying" } },
        { key: "invoice", text: { en: "Invoices are right" } },
      ],
    },
  ],
};

test("a maker asks, and whoever works with it answers rather than whoever decides", async () => {
  const page = await house.page();
  const post = async (path, data) => {
    const answer = await page.request.post(`/api/v1${path}`, { data });
    assert.ok(answer.ok(), `${path}: ${answer.status()} ${await answer.text()}`);
    return answer.json();
  };
  const { id } = await post("/listen/surveys", { name: "Yearly", form: FORM });
  await post(`/listen/surveys/${id}/publish`, {});
  survey = `/listen/${id}`;
  const customers = [];
  for (let place = 0; place < 18; place += 1) {
    const customer = await post("/records/customers", { name: `Works ${place + 1}`, kind: "organisation", structure: "hierarchical" });
    customers.push(customer.id);
    for (const [number, role] of ["decides", "uses", "uses", "uses"].entries()) {
      const level = role === "decides" ? "executive" : "operations";
      await post("/records/contacts", { customer: customer.id, name: `${role} ${number} of ${place + 1}`, level, role });
    }
  }
  const links = await post(`/listen/surveys/${id}/links`, { customers });
  let number = 0;
  for (const customer of customers) {
    for (const [place, link] of links.filter((link) => link.customer === customer).entries()) {
      number += 1;
      // Every third of those who decide answers, and is not content.
      if (place === 0 && number % 3) continue;
      const speed = place === 0 ? 1 + (number % 2) : 4 + (number % 4);
      const fields = { at: "satisfied", go: "send", "q.satisfied": Math.min(5, speed), "q.areas.speed": speed, "q.areas.advice": 1 + ((number * 5) % 7), "q.areas.invoice": 3 + ((number * 3) % 5) };
      const sent = await page.request.post(`/listen/a/${link.token}`, { form: fields });
      assert.ok(sent.ok(), `an answer: ${sent.status()}`);
    }
  }
  await page.context().close();
});

test("what goes with the outcome stands there, with what that does not say", async () => {
  for (const [width, colors] of [[WIDTHS.desk, "light"], [WIDTHS.phone, "dark"]]) {
    const page = await house.page({ width, colors });
    await page.goto(`${survey}/results`);
    await page.getByRole("link", { name: "What goes with it" }).click();
    await page.getByRole("heading", { level: 1, name: "What goes with the outcome of Yearly" }).waitFor();
    await page.getByText("no lifeguard forbids ice cream").waitFor();
    await page.getByRole("row", { name: /1 Spare parts arrive fast/ }).first().waitFor();
    await checkPage(page, `drivers at ${width}`);
    await shoot(page, `drivers-${width}-${colors}`);
    await page.context().close();
  }
});

test("without scripts ratings are chosen, and what cannot be said is said", async () => {
  const page = await house.page({ width: WIDTHS.phone, script: false });
  await page.goto(`${survey}/drivers`);
  await page.getByText("Choose ratings").click();
  await page.getByLabel("Advice before buying").uncheck();
  await page.getByLabel("Invoices are right").uncheck();
  await page.getByRole("button", { name: "Show" }).click();
  await page.getByRole("rowheader", { name: "Spare parts arrive fast" }).waitFor();
  assert.equal(await page.getByRole("rowheader", { name: "Invoices are right" }).count(), 0);
  await page.context().close();
});

test("who is missing, and what the score misleads about, stand on their pages", async () => {
  for (const [width, colors] of [[WIDTHS.desk, "dark"], [WIDTHS.phone, "light"]]) {
    const page = await house.page({ width, colors });
    await page.goto(`${survey}/results`);
    await page.getByText("Weighted to everybody who was asked").first().waitFor();
    await page.getByRole("link", { name: "Who is missing" }).click();
    await page.getByText("They are heard less than they should be").first().waitFor();
    await checkPage(page, `missing at ${width}`);
    await shoot(page, `missing-${width}-${colors}`);
    await page.goto(`${survey}/organisations`);
    await page.getByText("The score rests on those who do not decide").waitFor();
    await page.getByRole("heading", { name: "Still to be heard" }).waitFor();
    await checkPage(page, `organisations at ${width}`);
    await shoot(page, `organisations-${width}-${colors}`);
    await page.context().close();
  }
});
