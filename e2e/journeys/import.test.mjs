// A file through the browser: send it, see what it is and what would happen, import, take it back; on a phone too.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { checkPage, openHouse, shoot, WIDTHS } from "../harness.mjs";

let house;

const FILE = {
  name: "Umsatz.csv",
  mimeType: "text/csv",
  buffer: Buffer.from("Kunde;Datum;Betrag\r\nM\xfcller;02.01.2026;1.234,50\r\nBj\xf6rn;02.01.2026;5 Euro\r\n", "latin1"),
};

before(async () => {
  house = await openHouse();
});

after(() => house?.close());

for (const [size, width] of Object.entries(WIDTHS)) {
  test(`a file is sent, checked, imported and taken back (${size})`, async () => {
    const page = await house.page({ width });
    await page.goto("/today");
    await page.getByRole("link", { name: "Import a file" }).click();
    await checkPage(page, `import (${size})`);
    await page.getByLabel("File", { exact: true }).setInputFiles(FILE);
    await page.getByRole("button", { name: "Look at the file" }).click();
    await page.getByText("Read as windows-1252").waitFor();
    assert.equal(await page.getByLabel("Who bought").inputValue(), "Kunde");
    await checkPage(page, `columns (${size})`);
    // What is wrong is said in the words of the page, and what to write stands there. How the last file was read is remembered.
    await page.getByLabel("How dates are written").fill("");
    await page.getByRole("button", { name: "See what would happen" }).click();
    await page.getByText("it looks like “%d.%m.%Y”; write that at “How dates are written”").waitFor();
    await page.getByText("All the ways of writing dates").click();
    await page.getByRole("row", { name: "22.11.2026 %d.%m.%Y", exact: true }).waitFor();
    await checkPage(page, `ways of writing dates (${size})`);
    await page.getByLabel("How dates are written").fill("%d.%m.%Y");
    await page.getByLabel("How amounts are written").selectOption(",");
    await page.getByRole("button", { name: "See what would happen" }).click();
    await page.getByText("2 rows: 1 new, 0 changed, 0 the same, 1 wrong.").waitFor();
    await checkPage(page, `dry run (${size})`);
    await shoot(page, `import-${size}`);
    // Asked for beside the page, where an answer that breaks off is an error; a download begun by a click hides it.
    const href = await page.getByRole("link", { name: "Download the wrong rows" }).getAttribute("href");
    const file = await page.request.get(new URL(href, page.url()).href);
    assert.match(file.headers()["content-disposition"], /wrong\.csv/);
    await page.getByRole("button", { name: "Import one row and leave out the wrong ones" }).click();
    const done = page.getByRole("heading", { name: "Done" });
    for (let look = 0; look < 100 && !(await done.count()); look += 1) {
      await page.getByRole("link", { name: "Look again" }).click();
    }
    await page.getByText("1 new, 0 changed, 0 the same").waitFor();
    await checkPage(page, `done (${size})`);
    await page.getByRole("button", { name: "Take back" }).click();
    await page.getByText("Taken back: 2 records are as before.").waitFor();
    await checkPage(page, `imports (${size})`);
    await page.context().close();
  });
}
