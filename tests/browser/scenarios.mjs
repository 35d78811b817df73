// What is done on a page: each takes the page and the server's address, and gives what it has seen.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const AXE = await readFile(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

const READ = () => document.querySelector(".graphiql-response .view-lines")?.innerText ?? "";

/** Runs each tab of the explorer; gives {tab: the first lines of its answer as the page has them}. */
export async function explorer(page, { address }) {
  await page.goto(`${address}/explorer`, { waitUntil: "networkidle0" });
  await page.waitForSelector(".graphiql-response .view-lines");
  const answers = {};
  const tabs = await page.$$(".graphiql-tab-button");
  for (const tab of tabs) {
    await tab.click();
    const name = await tab.evaluate((element) => element.textContent);
    answers[name] = await run(page);
  }
  return answers;
}

/** Opens what the address of the explorer says, and runs it. */
export async function given(page, { address }) {
  const query = new URLSearchParams({ query: "query Asked { revision { number } }" });
  await page.goto(`${address}/explorer?${query}`, { waitUntil: "networkidle0" });
  await page.waitForSelector(".graphiql-response .view-lines");
  return run(page);
}

/** Closes a tab of the explorer, and takes the example from the menu again. */
export async function menu(page, { address }) {
  await page.goto(`${address}/explorer`, { waitUntil: "networkidle0" });
  await page.waitForSelector(".graphiql-response .view-lines");
  const tabs = (await page.$$(".graphiql-tab")).length;
  const areLeft = (count) => document.querySelectorAll(".graphiql-tab").length === count;
  await page.click(".graphiql-tab-close");
  await page.waitForFunction(areLeft, {}, tabs - 1);
  await page.click("[aria-label=Examples]");
  const items = await page.$$("[role=menuitem]");
  const names = await Promise.all(items.map((item) => item.evaluate((it) => it.textContent)));
  await items[0].click();
  await page.waitForFunction(areLeft, {}, tabs);
  return { names, answer: await run(page) };
}

/** Opens the explorer on a phone: gives its width, and the right end of all that is to be seen. */
export async function narrow(page, { address }) {
  await page.setViewport({ width: 390, height: 844 });
  await page.goto(`${address}/explorer`, { waitUntil: "networkidle0" });
  await page.waitForSelector(".graphiql-query-editor .view-line");
  const ends = (selector) =>
    page.$$eval(selector, (found) => found.map((it) => Math.ceil(it.getBoundingClientRect().right)));
  return {
    tabs: await ends(".graphiql-tab"),
    lines: await ends(".graphiql-query-editor .view-line > span"),
    home: await ends(".graphiql-logo-link"),
    editor: (await ends(".graphiql-query-editor .monaco-editor"))[0],
  };
}

/** The editor knows the schema: it completes a field, and underlines one that is not there. */
export async function schema(page, { address }) {
  const query = new URLSearchParams({ query: "{ revision { numbr } }" });
  await page.goto(`${address}/explorer?${query}`, { waitUntil: "networkidle0" });
  await page.waitForSelector(".graphiql-query-editor .squiggly-error, .squiggly-error");
  await page.click('[aria-label="Show Documentation Explorer"]');
  await page.waitForSelector(".graphiql-doc-explorer-content");
  return page.$eval(".graphiql-doc-explorer-content", (element) => element.innerText);
}

async function run(page) {
  await page.waitForFunction(() => !document.querySelector(".graphiql-spinner"));
  const answered = page.waitForResponse((answer) => answer.request().method() === "POST");
  await Promise.all([answered, page.click(".graphiql-execute-button")]);
  await page.waitForFunction(() => !document.querySelector(".graphiql-spinner"));
  await page.waitForFunction(`(${READ})().includes('data')`);
  return page.evaluate(READ);
}

/** Gives the addresses that the reference lists, and the status of the first, tried there. */
export async function reference(page, { address }) {
  await page.goto(`${address}/docs`, { waitUntil: "networkidle0" });
  await page.waitForSelector(".opblock-summary-path");
  const paths = await page.$$eval(".opblock-summary-path", (found) =>
    found.map((element) => element.dataset.path),
  );
  await page.click(".opblock-summary-control");
  await page.waitForSelector(".execute");
  await page.click(".execute");
  await page.waitForSelector(".live-responses-table .response-col_status");
  const status = await page.$eval(
    ".live-responses-table .response .response-col_status",
    (element) => element.innerText.trim(),
  );
  return { paths, status };
}

/** Copies the first request of the front page; gives what was to be copied, and what was. */
export async function copying(page, { address, browser }) {
  const may = ["clipboard-read", "clipboard-write", "clipboard-sanitized-write"];
  await browser.defaultBrowserContext().overridePermissions(address, may);
  await page.goto(`${address}/`, { waitUntil: "networkidle0" });
  await page.click(".copy");
  const told = await page.waitForFunction(() => document.querySelector(".told")?.textContent);
  return {
    buttons: (await page.$$(".copy")).length,
    told: await told.jsonValue(),
    copied: await page.evaluate(() => navigator.clipboard.readText()),
    shown: await page.$eval("figure.request pre", (element) => element.textContent),
  };
}

/** The front page without scripts: what is there to be clicked, and what it says. */
export async function scriptless(page, { address }) {
  await page.setJavaScriptEnabled(false);
  await page.goto(`${address}/`, { waitUntil: "networkidle0" });
  const buttons = (await page.$$("button")).length;
  const text = await page.$eval("body", (element) => element.textContent);
  await page.setJavaScriptEnabled(true);
  return { buttons, text };
}

const VIEWS = [
  { width: 1280, height: 900, scheme: "light" },
  { width: 1280, height: 900, scheme: "dark" },
  { width: 390, height: 844, scheme: "light" },
  { width: 390, height: 844, scheme: "dark" },
];

/** Looks at pages narrow and wide, light and dark: gives axe's violations, and what is too wide. */
export async function accessibility(page, { address, paths }) {
  const found = [];
  for (const path of paths) {
    for (const { scheme, ...size } of VIEWS) {
      await page.setViewport(size);
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      await page.goto(`${address}${path}`, { waitUntil: "networkidle0" });
      const view = `${path} ${size.width} ${scheme}`;
      found.push(...(await judge(page)).map((violation) => `${view}: ${violation}`));
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      if (width > size.width) found.push(`${view}: ${width} wide`);
    }
  }
  return found;
}

async function judge(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  return violations.map(({ id, nodes }) => `${id} ${nodes.map((node) => node.target).join(", ")}`);
}
