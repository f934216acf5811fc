// Starts the program on a fresh folder and a browser beside it, for journeys and for screenshots.
//
// TROTH_BIN     the program under test
// TROTH_ARGS    its arguments; {data} stands for the fresh folder. Default: serve --data {data} --listen 127.0.0.1:0
// CHROMIUM      the browser, by default /usr/bin/chromium
// TROTH_SHOTS   a folder for screenshots; without it none are taken
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { EventEmitter, once } from "node:events";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { simpleParser } from "mailparser";
import { chromium } from "playwright-core";
import { SMTPServer } from "smtp-server";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** How a demo is started; its flags come after. */
export const DEMO = "demo --data {data} --listen 127.0.0.1:0";

/** A phone and a desk. */
export const WIDTHS = { phone: 360, desk: 1280 };

export const OWNER = { name: "Ada Berg", email: "ada@shop.example", password: "a walnut beside the till" };

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The program under test on a fresh folder: its address, and the link of its first start. */
export async function startTroth({ args = process.env.TROTH_ARGS, env = {} } = {}) {
  const binary = process.env.TROTH_BIN;
  assert.ok(binary, "TROTH_BIN names the program under test, for example target/debug/troth");
  const data = await mkdtemp(path.join(os.tmpdir(), "troth-e2e-"));
  const given = (args ?? "serve --data {data} --listen 127.0.0.1:0").trim().split(/\s+/).map((word) => word.replace("{data}", data));
  const child = spawn(binary, given, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  const said = [];
  createInterface({ input: child.stderr }).on("line", (line) => said.push(line));
  const found = await new Promise((resolve, reject) => {
    let base;
    const lines = createInterface({ input: child.stdout });
    const early = (code) => reject(new Error(`the program ended with ${code} before it was ready:\n${said.join("\n")}`));
    child.once("exit", early);
    child.once("error", reject);
    lines.on("line", (line) => {
      said.push(line);
      const url = /https?:\/\/[^\s/]+/.exec(line)?.[0];
      base ??= url;
      const link = /\/(?:start|enter)\/[\w-]+/.exec(line)?.[0];
      if (base && link) {
        child.off("exit", early);
        resolve({ base, link });
      }
    });
  });
  return {
    ...found,
    data,
    said,
    async stop() {
      if (child.exitCode === null) {
        const ended = new Promise((resolve) => child.once("exit", resolve));
        child.kill("SIGTERM");
        await ended;
      }
      await rm(data, { recursive: true, force: true });
      return child.exitCode;
    },
  };
}

/** A port that nobody listens on. */
export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** A mail server on the loopback that takes everything: its port, and what it took for an address, once so many messages are there. */
export async function openMailbox() {
  const taken = [];
  const arrived = new EventEmitter().setMaxListeners(0);
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, session, done) {
      simpleParser(stream).then((mail) => {
        taken.push({ to: session.envelope.rcptTo[0].address, subject: mail.subject, text: mail.text, html: mail.html, from: mail.from.text, headers: mail.headers });
        arrived.emit("mail");
        done();
      }, done);
    },
  });
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const mine = (to) => taken.filter((mail) => mail.to === to);
  return {
    port: server.server.address().port,
    taken,
    async wait(to, count = 1) {
      while (mine(to).length < count) await once(arrived, "mail", { signal: AbortSignal.timeout(90_000) });
      return mine(to)[count - 1];
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** A browser with an empty profile. */
export async function startBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    headless: true,
    args: FLAGS,
  });
}

/** A page whose console must stay silent: refused styles and failed scripts are failures of the journey. */
export async function newPage(browser, { base, width = WIDTHS.desk, colors = "light", locale = "en-GB", script = true } = {}) {
  const context = await browser.newContext({
    baseURL: base,
    viewport: { width, height: width < 600 ? 740 : 860 },
    colorScheme: colors,
    locale,
    javaScriptEnabled: script,
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  page.complaints = [];
  page.on("pageerror", (error) => page.complaints.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of (401|403|404|409|422)/.test(message.text())) {
      page.complaints.push(message.text());
    }
  });
  return page;
}

/** Somebody signed in: a page with the cookies of an earlier one. */
export async function signedIn(browser, troth, state, options = {}) {
  const page = await newPage(browser, { base: troth.base, ...options });
  if (state) await page.context().addCookies(state.cookies);
  return page;
}

/** Signs in by the link of a demo. */
export async function enter(page, troth) {
  await page.goto(troth.link);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/today");
}

/** Has looked around enough. */
export async function closeTour(page) {
  const closed = await page.request.post("/tour", { form: { go: "close", to: "/" } });
  assert.ok(closed.ok(), `the tour was not closed: ${closed.status()}`);
}

/**
 * What most journeys begin with: the program, a browser, and an owner who is signed in and has looked around. `demo` names
 * the flags of a demo, whose time stands then, so that nothing changes under the journey; `args` other arguments of the program.
 */
export async function openHouse({ demo, args } = {}) {
  const troth = await startTroth(demo === undefined ? { args } : { args: `${DEMO} ${demo}` });
  const browser = await startBrowser();
  const first = await newPage(browser, { base: troth.base });
  if (demo !== undefined) {
    await enter(first, troth);
    const paused = await first.request.post("/demo/pause", { form: { to: "/" } });
    assert.ok(paused.ok(), `time was not stopped: ${paused.status()}`);
  } else {
    await becomeOwner(first, troth);
  }
  await closeTour(first);
  const state = await first.context().storageState();
  await first.context().close();
  return {
    troth,
    browser,
    state,
    page: (options) => signedIn(browser, troth, state, options),
    everyLook: (address, name, check) => everyLook(browser, troth, state, address, name, check),
    async close() {
      await browser.close();
      await troth.stop();
    },
  };
}

/** Makes the first owner by the link of the first start. */
export async function becomeOwner(page, troth) {
  await page.goto(troth.link);
  await page.getByLabel("Your name").fill(OWNER.name);
  await page.getByLabel("E-mail").fill(OWNER.email);
  await page.getByLabel("Password").fill(OWNER.password);
  await page.getByRole("button", { name: "Begin" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/start"));
}

/** Signs the owner in with address and password. */
export async function signIn(page, { email, password } = OWNER) {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => url.pathname !== "/sign-in");
}

/** No violation of WCAG 2.2 A and AA that a machine can find, nothing wider than the window, nothing on the console. */
export async function checkPage(page, what = page.url(), { without = [] } = {}) {
  const broken = await page.evaluate(async ([axe, off]) => {
    // The policy of the page keeps foreign scripts out; the journey's own runs in its world.
    if (!globalThis.axe) (0, eval)(axe);
    const result = await globalThis.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      rules: Object.fromEntries(off.map((rule) => [rule, { enabled: false }])),
    });
    return result.violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.map((n) => n.html).join(" | ")}`);
  }, [AXE, without]);
  assert.deepEqual(broken, [], `accessibility of ${what}`);
  const wider = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
  assert.ok(wider <= 0, `${what} is ${wider} px wider than its window`);
  assert.deepEqual(page.complaints, [], `console of ${what}`);
}

/** Takes a picture when a folder for them is named. */
export async function shoot(page, name) {
  const folder = process.env.TROTH_SHOTS;
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
}

/** Runs a check at both widths and in both colours, with pictures. */
export async function everyLook(browser, troth, state, address, name, check = checkPage) {
  for (const [size, width] of Object.entries(WIDTHS)) {
    for (const colors of ["light", "dark"]) {
      const page = await signedIn(browser, troth, state, { width, colors });
      await page.goto(address);
      await page.waitForLoadState("networkidle");
      await check(page, `${address} (${size}, ${colors})`);
      await shoot(page, `${name}-${size}-${colors}`);
      await page.context().close();
    }
  }
}
