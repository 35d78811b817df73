// Walks through examples/web in Chromium as a reader does: node front.mjs PAGE API PICTURES
// Prints one JSON object of what was seen; tests/test_example_web.py says what it must be.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import puppeteer from "puppeteer-core";

const [, , PAGE, API, PICTURES] = process.argv;
const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core"), "utf-8");
const seen = { hosts: [], statuses: [], errors: [], axe: {}, wide: {} };

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--disable-dev-shm-usage"],
});
const page = await browser.newPage();
page.on("pageerror", (error) => seen.errors.push(String(error)));
page.on("console", (line) => line.text().includes("Content Security Policy") && seen.errors.push(line.text()));
page.on("request", (request) => {
  const { host, protocol } = new URL(request.url());
  if (protocol.startsWith("http") && !seen.hosts.includes(host)) seen.hosts.push(host);
});
const cdp = await page.createCDPSession();
await cdp.send("Network.enable");
cdp.on("Network.responseReceivedExtraInfo", ({ statusCode }) => seen.statuses.push(statusCode));

const settled = () => page.waitForFunction(() => document.querySelector('main[aria-busy="false"]'));
const texts = (selector) => page.$$eval(selector, (found) => found.map((each) => each.textContent));

/** Do something, wait for the page to settle, and tell what it shows. */
async function after(act) {
  await page.evaluate(() => document.querySelector("main").setAttribute("aria-busy", "true"));
  await act();
  await settled();
  return {
    address: new URL(page.url()).hash,
    lang: await page.$eval("html", (html) => html.lang),
    title: await page.title(),
    heading: (await texts("h1"))[0],
    focused: await page.evaluate(() => document.activeElement.tagName),
    articles: (await texts("h3")).length,
    notice: await page.$eval("#notice", (notice) => (notice.hidden ? "" : notice.textContent)),
  };
}

/** The same, of a search: what stands in the field, what is told to those who hear the page, and the list. */
async function afterSearch(act) {
  return {
    ...(await after(act)),
    field: await page.$eval("#q", (field) => field.value),
    told: (await texts("#told"))[0],
    results: await texts(".results h2"),
    marks: await texts(".results mark"),
    text: (await texts("main"))[0],
    more: (await page.$(".results + div:not([hidden]) button")) !== null,
  };
}

const go = (hash) => page.evaluate((to) => (location.hash = to), hash);

async function type(text) {
  await page.focus("#q");
  await page.keyboard.down("Control");
  await page.keyboard.press("a");
  await page.keyboard.up("Control");
  await page.keyboard.press("Backspace");
  await page.keyboard.type(text);
  await page.keyboard.press("Enter");
}

async function showMore() {
  const before = (await texts(".results li")).length;
  await page.focus(".results + div button");
  await page.keyboard.press("Enter");
  await page.waitForFunction((count) => document.querySelectorAll(".results li").length > count, {}, before);
  await page.$eval("main", (main) => main.setAttribute("aria-busy", "false"));
}

/** A server that lets through what it should not: what comes of it. */
async function withFragment(fragment) {
  const node = { slug: "a", title: "Plain", lead: null, publishedAt: null, section: null };
  const search = {
    totalCount: 1,
    edges: [{ highlights: [{ field: "TITLE", fragments: [fragment] }], node }],
    pageInfo: { hasNextPage: false, endCursor: "" },
    facets: [{ values: [] }],
  };
  const publication = { name: "Any", license: "Any", timezone: "UTC" };
  await page.setRequestInterception(true);
  page.once("request", (request) =>
    request.respond({
      contentType: "application/graphql-response+json",
      headers: { "Access-Control-Allow-Origin": "*" },
      body: JSON.stringify({ data: { publication, search } }),
    }));
  await after(() => go("#/en?q=anything"));
  await page.setRequestInterception(false);
  return page.$eval(".results h2 a", (link) => link.innerHTML);
}

const click = (selector) => () => page.click(selector);

async function look(name, width, scheme) {
  await page.setViewport({ width, height: 800 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true });
  await page.bringToFront();
  seen.wide[name] = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  // Through the protocol: the page's own policy lets no other script in.
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  seen.axe[name] = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** The worker that keeps the page has a network of its own. */
async function offline(off) {
  await page.setOfflineMode(off);
  const target = await browser.waitForTarget((each) => each.type() === "service_worker");
  const session = await target.createCDPSession();
  await session.send("Network.emulateNetworkConditions", {
    offline: off, latency: 0, downloadThroughput: -1, uploadThroughput: -1,
  });
}

await page.setViewport({ width: 360, height: 800 });
await page.goto(PAGE);
await settled();
seen.front = await after(() => go("#/en"));
await look("front-phone", 360, "light");
await look("front-dark", 1000, "dark");
seen.belarusian = await after(click('nav a[lang="be"]'));
seen.article = await after(click("h3 a"));
await look("article-phone", 360, "light");
await look("article-dark", 360, "dark");
seen.switch = await page.$$eval("#languages a", (links) => links.map((each) => each.hash));
seen.translated = await after(click('nav a[lang="ru"]'));
seen.moved = await after(() => go("#/en/budget-2027-deficit"));
seen.withdrawn = await after(() => go("#/en/secret-grain-clause"));
seen.missing = await after(() => go("#/en/nothing-at-all"));
seen.again = await after(() => go("#/en"));
seen.form = (await page.accessibility.snapshot({ root: await page.$("#search"), interestingOnly: false })).children
  .filter(({ role }) => role !== "LabelText")
  .map(({ role, name }) => `${role}: ${name}`);
seen.search = await afterSearch(() => type("ferry fare"));
seen.more = await afterSearch(showMore);
await look("search-phone", 360, "light");
await look("search-dark", 1000, "dark");
seen.opened = await after(click(".results h2 a"));
seen.back = await afterSearch(() => page.goBack());
seen.searchReloaded = await afterSearch(() => page.reload());
seen.searchSwitched = await afterSearch(click('nav a[lang="ru"]'));
seen.elsewhere = await afterSearch(click(".others a"));
seen.tagged = await afterSearch(() => go("#/en?q=%22water+level%22+-ferry"));
seen.nothing = {};
seen.emptySearch = {};
seen.refused = {};
for (const code of ["en", "be", "ru"]) {
  seen.nothing[code] = await afterSearch(() => go(`#/${code}?q=qwxz`));
  seen.emptySearch[code] = await afterSearch(() => type(" "));
  seen.refused[code] = await afterSearch(() => type("-ferry"));
}
await look("search-refused", 360, "dark");
seen.fragment = await withFragment('a &lt;b&gt; <mark class="x"><i>c</i></mark><img src="x" onerror="document.title=1"><script>d</script>');
seen.beginning = await after(() => go("#/en"));
await page.evaluate(() => navigator.serviceWorker.ready);
seen.reloaded = await after(() => page.reload());
await offline(true);
seen.offline = await after(() => page.reload());
seen.kept = await after(() => go(seen.article.address));
await look("offline", 360, "light");
seen.unread = await after(() => go("#/en/half-a-year-of-electricity"));
await look("failed", 360, "dark");
// Else the page would show it by itself, as it does with the search.
await page.evaluate(() => addEventListener("online", (event) => event.stopImmediatePropagation(), { capture: true, once: true }));
await offline(false);
seen.retried = await after(click("main button"));
await offline(true);
seen.searchOffline = await afterSearch(() => type("ferry"));
await look("search-offline", 360, "dark");
seen.searchOnline = await afterSearch(() => offline(false));
seen.last = await after(() => page.goBack());
seen.api = new URL(API).host;
// What a body might hold, if the server let it through: the page's policy stops it.
seen.policy = await page.evaluate(async () => {
  const stopped = new Promise((tell) => {
    document.addEventListener("securitypolicyviolation", (event) => tell(event.effectiveDirective), { once: true });
    setTimeout(tell, 5000, "nothing was stopped");
  });
  document.querySelector("main").innerHTML = '<img src="data:," onerror="document.title = \'run\'">';
  return [await stopped, document.title];
});
seen.errors = seen.errors.filter((error) => !error.includes("script-src-attr") && !error.includes("inline event handler"));
console.log(JSON.stringify(seen));
await browser.close();
