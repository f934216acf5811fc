// An owner builds a survey and sends it to a segment through a real mail server; customers answer in a browser, each in their language, and the
// results appear. Once with everything in English, once in German.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { checkPage, freePort, newPage, openHouse, openMailbox, shoot, WIDTHS } from "../harness.mjs";

const WORDS = {
  en: {
    locale: "en-GB",
    kind: "person",
    new: "New survey",
    name: "Name",
    occasion: "Occasion",
    begin: "Begin",
    publish: "Publish",
    published: "The survey is published.",
    ask: "Ask by e-mail",
    customers: "Customers",
    look: "See who would be asked",
    would: "6 people would be asked",
    refuses: "One has said no",
    send: "Ask 6 people",
    begun: "It is being prepared and sent.",
    sent: "Sent",
    answered: "5 began, 5 finished.",
    results: "Results",
    next: "Next",
    deliver: "Send",
    thanks: "Thank you. Your answers have arrived.",
    settings: { host: "Name of the server", port: "Port", security: "Encryption", from: "Messages come from", save: "Save" },
    quiet: ["Nothing from", "to"],
  },
  de: {
    locale: "de-DE",
    kind: "organisation",
    new: "Neue Umfrage",
    name: "Name",
    occasion: "Anlass",
    begin: "Beginnen",
    publish: "Veröffentlichen",
    published: "Die Umfrage ist veröffentlicht.",
    ask: "Per E-Mail fragen",
    customers: "Kunden",
    look: "Zeigen, wer gefragt würde",
    would: "6 Personen würden gefragt",
    refuses: "Eine Person hat Nein gesagt",
    send: "6 Personen fragen",
    begun: "Es wird vorbereitet und verschickt.",
    sent: "Verschickt",
    answered: "5 begonnen, 5 abgeschickt.",
    results: "Ergebnisse",
    next: "Weiter",
    deliver: "Abschicken",
    thanks: "Danke. Ihre Antworten sind angekommen.",
  },
};

let house;
let mailbox;

before(async () => {
  mailbox = await openMailbox();
  const port = await freePort();
  house = await openHouse({ args: `serve --data {data} --listen 127.0.0.1:${port} --public-url http://127.0.0.1:${port}` });
});

after(async () => {
  await house?.close();
  await mailbox?.close();
});

async function post(page, path, data) {
  const answer = await page.request.post(`/api/v1${path}`, { data });
  assert.ok(answer.ok(), `${path}: ${answer.status()} ${await answer.text()}`);
  return answer.json();
}

/** Seven customers of a kind, each with a person: six may be asked, one has said no. */
async function people(page, tag) {
  const { kind } = WORDS[tag];
  for (let number = 0; number < 7; number += 1) {
    const name = `${tag === "en" ? "Ada" : "Grete"} ${number}`;
    const customer = await post(page, "/records/customers", { name, kind });
    const known = await (await page.request.get(`/api/v1/records/contacts?customer=${customer.id}`)).json();
    const said = { emails: [`${tag}${number}@kunde.example`], language: tag };
    let person = known.items[0];
    if (person) {
      const changed = await page.request.patch(`/api/v1/records/contacts/${person.id}`, { data: said });
      assert.ok(changed.ok(), await changed.text());
    } else {
      person = await post(page, "/records/contacts", { ...said, customer: customer.id, name });
    }
    await post(page, `/records/contacts/${person.id}/consents`, { purpose: "survey", given: number < 6, obtained: "at the counter" });
  }
  return post(page, "/records/segments", { name: `Segment ${tag}`, filter: { field: "records.kind", operator: "is", value: kind } });
}

test("an owner names the mail server, and says when people are written to", async () => {
  const words = WORDS.en;
  const page = await house.page();
  await page.goto("/mail/settings");
  await page.getByLabel(words.settings.host).fill("127.0.0.1");
  await page.getByLabel(words.settings.port).fill(String(mailbox.port));
  await page.getByLabel(words.settings.security).selectOption("open");
  await page.getByLabel(words.settings.from).fill("post@shop.example");
  await page.getByRole("button", { name: words.settings.save }).first().click();
  // Nothing is quiet, whenever this journey runs.
  await page.getByLabel(words.quiet[0], { exact: true }).fill("00:00");
  await page.getByLabel(words.quiet[1], { exact: true }).fill("00:00");
  await page.getByRole("button", { name: words.settings.save }).last().click();
  await page.context().close();
});

for (const tag of Object.keys(WORDS)) {
  const words = WORDS[tag];

  test(`a survey goes out by mail, is answered, and its results appear (${tag})`, async () => {
    const page = await house.page({ locale: words.locale, width: WIDTHS.phone });
    const segment = await people(page, tag);
    await page.goto("/listen/new");
    await page.getByLabel(words.name, { exact: true }).fill(`After a purchase ${tag}`);
    await page.getByLabel(words.occasion).selectOption("after-sale");
    await page.getByRole("button", { name: words.begin }).click();
    await page.getByRole("button", { name: words.publish }).click();
    await page.getByText(words.published).waitFor();
    const survey = new URL(page.url()).pathname;
    await page.getByRole("link", { name: words.ask }).click();
    await page.getByLabel(words.customers).selectOption(segment.id);
    await page.getByRole("button", { name: words.look }).click();
    await page.getByRole("heading", { name: words.would }).waitFor();
    await page.getByText(words.refuses).waitFor();
    await checkPage(page, "who would be asked");
    await shoot(page, `ask-looked-${tag}`);
    await page.getByRole("button", { name: words.send }).click();
    await page.getByText(words.begun).waitFor();
    const asking = new URL(page.url()).pathname;

    for (let number = 0; number < 5; number += 1) {
      const mail = await mailbox.wait(`${tag}${number}@kunde.example`);
      assert.match(mail.from, /Ada Berg/);
      assert.ok(mail.headers.has("list"), "one click says no to more");
      const link = /http:\/\/\S+\/listen\/a\/\S+/.exec(mail.text)[0];
      assert.ok(mail.html.includes("/mail/leave/"), mail.html);
      const guest = await newPage(house.browser, { base: house.troth.base, width: number === 0 ? 320 : WIDTHS.desk, locale: words.locale, script: number !== 1 });
      await guest.goto(link);
      if (number !== 1) await checkPage(guest, `answering in ${tag}`);
      for (let step = 0; step < 10; step += 1) {
        for (const scale of await guest.locator(".scale").all()) await scale.locator("input").last().check();
        for (const question of await guest.locator("fieldset").all()) {
          const choices = question.locator(".choice input[type=radio]");
          if (await choices.count()) await choices.first().check();
        }
        const next = guest.getByRole("button", { name: words.next, exact: true });
        if (!(await next.count())) break;
        await next.click();
      }
      await guest.getByRole("button", { name: words.deliver, exact: true }).click();
      await guest.getByRole("heading", { name: words.thanks }).waitFor();
      await guest.context().close();
    }
    await mailbox.wait(`${tag}5@kunde.example`);
    assert.equal(mailbox.taken.filter((mail) => mail.to.startsWith(tag)).length, 6, "nobody twice, and nobody who said no");

    await page.goto(asking);
    await page.getByText(words.answered).waitFor();
    await page.locator(".badge", { hasText: words.sent }).waitFor();
    await checkPage(page, "how it stands");
    await shoot(page, `asking-${tag}`);
    await page.goto(survey);
    await page.getByRole("link", { name: words.results, exact: true }).click();
    await page.locator(".figure-value").first().waitFor();
    await checkPage(page, "results");
    await page.context().close();
    if (tag === "en") {
      await house.everyLook(`${survey}/ask`, "ask");
      await house.everyLook(asking, "asking");
      await house.everyLook(survey, "survey-asked");
    }
  });
}
