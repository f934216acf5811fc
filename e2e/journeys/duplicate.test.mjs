// Somebody entered twice: two files, the look-up, the two side by side, merged, taken back; on a phone too.
import assert from "node:assert/strict";
import { test } from "node:test";
import { checkPage, openHouse, shoot, WIDTHS } from "../harness.mjs";

const file = (name, text) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
const PEOPLE = {
  shop: file("shop.csv", "key,name,email,phone\n1001,Ada Berg,ada@home.example,+45 12 34 56 78\n1002,Bo Holm,bo@home.example,\n"),
  till: file("till.csv", "key,name,email,phone\nt-7,A. Berg,ADA@home.example,0170 999 123\n"),
};
const PURCHASES = {
  shop: file("orders.csv", "customer,at,amount\n1001,2026-01-05,120\n"),
  till: file("receipts.csv", "customer,at,amount\nt-7,2026-02-03,80\n"),
};

/** Reads a file in and waits until it is in the records. */
async function send(page, kind, source, what) {
  await page.goto("/records/import");
  await page.getByLabel("What the file holds").selectOption(kind);
  await page.getByLabel("Where it comes from").fill(source);
  await page.getByLabel("File", { exact: true }).setInputFiles(what);
  await page.getByRole("button", { name: "Look at the file" }).click();
  await page.getByRole("button", { name: "See what would happen" }).click();
  await page.getByRole("button", { name: "Import", exact: true }).click();
  const done = page.getByRole("heading", { name: "Done" });
  for (let look = 0; look < 100 && !(await done.count()); look += 1) {
    await page.getByRole("link", { name: "Look again" }).click();
  }
}

/** What a look-up shows. */
async function lookUp(page, letters) {
  await page.goto(`/records/lookup?q=${letters}`);
  return page.locator(".found > li").allInnerTexts();
}

for (const [size, width] of Object.entries(WIDTHS)) {
  test(`a customer entered twice is found, merged and parted again (${size})`, async () => {
    const house = await openHouse();
    try {
      const page = await house.page({ width });
      await page.goto("/records/duplicates");
      await page.getByText("Nothing looks entered twice").waitFor();
      await checkPage(page, `no duplicates (${size})`);
      for (const source of ["shop", "till"]) {
        await send(page, "contacts", source, PEOPLE[source]);
        await send(page, "purchases", source, PURCHASES[source]);
      }
      assert.equal((await lookUp(page, "berg")).length, 2, "two of them before");

      await page.goto("/records");
      await page.getByRole("link", { name: "Duplicates" }).click();
      const pair = page.getByRole("link", { name: "Ada Berg · A. Berg" });
      for (let look = 0; look < 100 && !(await pair.count()); look += 1) {
        await page.getByRole("button", { name: "Look now" }).click();
      }
      await page.getByText("same e-mail").waitFor();
      await checkPage(page, `duplicates (${size})`);
      await shoot(page, `duplicates-${size}`);
      await pair.click();
      const name = page.getByRole("group", { name: "Name" });
      assert.ok(await name.getByLabel("Ada Berg", { exact: true }).isChecked(), "the fuller name is proposed");
      await checkPage(page, `two records (${size})`);
      await shoot(page, `duplicate-${size}`);

      // By keyboard: the arrow chooses the other name, Enter merges.
      await name.getByLabel("Ada Berg", { exact: true }).focus();
      await page.keyboard.press("ArrowDown");
      assert.ok(await name.getByLabel("A. Berg", { exact: true }).isChecked());
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "These are one now" }).waitFor();
      await checkPage(page, `merged (${size})`);
      await shoot(page, `duplicate-merged-${size}`);
      await page.getByRole("link", { name: "Open the customer" }).click();
      await page.getByRole("heading", { name: "A. Berg", level: 1 }).waitFor();
      await page.getByText("0170 999 123").waitFor();
      assert.equal(await page.getByText(/Bought for/).count(), 2, "what both bought");
      await checkPage(page, `the customer (${size})`);
      assert.equal((await lookUp(page, "berg")).length, 1, "one of them now");
      assert.equal((await lookUp(page, "t-7")).length, 1, "by either key");

      await page.goto("/records/duplicates?state=merged");
      await page.getByRole("link", { name: "A. Berg · A. Berg" }).click();
      await page.getByRole("button", { name: "Take the merge back" }).click();
      await page.getByText("They are two again.").waitFor();
      assert.equal((await lookUp(page, "berg")).length, 2);
      await page.goto("/records/duplicates");
      await pair.click();
      await page.getByRole("button", { name: "Not the same" }).click();
      await page.getByText("They are kept apart and not proposed again.").waitFor();
      await page.getByText("You said that these are not the same.").waitFor();
      await checkPage(page, `kept apart (${size})`);
    } finally {
      await house.close();
    }
  });
}

test("both pages in both colours, in German and without scripts", async () => {
  const house = await openHouse();
  try {
    const page = await house.page();
    for (const source of ["shop", "till"]) await send(page, "contacts", source, PEOPLE[source]);
    await page.goto("/records/duplicates");
    const pair = page.getByRole("link", { name: "Ada Berg · A. Berg" });
    for (let look = 0; look < 100 && !(await pair.count()); look += 1) {
      await page.getByRole("button", { name: "Look now" }).click();
    }
    const address = await pair.getAttribute("href");
    await house.everyLook("/records/duplicates", "duplicates");
    await house.everyLook(address, "duplicate");
    const german = await house.page({ width: WIDTHS.phone, locale: "de-DE", script: false });
    await german.goto(address);
    await german.getByRole("heading", { name: "Sind das dieselben?" }).waitFor();
    await shoot(german, "duplicate-german");
    await german.getByRole("button", { name: "Zusammenführen" }).click();
    await german.getByRole("heading", { name: "Diese sind jetzt eins" }).waitFor();
    await german.getByRole("button", { name: "Zusammenführen zurücknehmen" }).click();
    await german.getByText("Es sind wieder zwei.").waitFor();
  } finally {
    await house.close();
  }
});
