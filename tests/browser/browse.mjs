// Runs one scenario in a browser and prints what came of it as JSON:
//   node browse.mjs BROWSER SCENARIO ADDRESS [PATH…]
// Every other host leads to a server of ours, which notes that it was asked, and knows nothing.
import http from "node:http";
import puppeteer from "puppeteer-core";
import * as scenarios from "./scenarios.mjs";

const OWN = [
  "accounts.google.com",
  "android.clients.google.com",
  "clients2.google.com",
  "content-autofill.googleapis.com",
  "edgedl.me.gvt1.com",
  "optimizationguide-pa.googleapis.com",
  "redirector.gvt1.com",
  "update.googleapis.com",
];
const [executablePath, scenario, address, ...paths] = process.argv.slice(2);
const elsewhere = [];
const trap = http.createServer((request, answer) => {
  elsewhere.push(request.url);
  answer.writeHead(502).end();
});
trap.on("connect", (request, socket) => {
  elsewhere.push(request.url);
  socket.destroy();
});
await new Promise((listening) => trap.listen(0, "127.0.0.1", listening));
const browser = await puppeteer.launch({
  executablePath,
  args: [
    "--no-sandbox", // as root there is none
    "--disable-quic",
    // What is asked for, a page shall have asked for: the browser itself asks as little as it can.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-pings",
    `--proxy-server=http://127.0.0.1:${trap.address().port}`,
  ],
});
try {
  const page = await browser.newPage();
  const seen = await watch(page);
  page.setDefaultTimeout(20_000);
  const result = await scenarios[scenario](page, { address, paths, browser });
  // What workers and late tasks complain of comes a little later.
  await new Promise((resolve) => setTimeout(resolve, 300));
  seen.violations.push(...(await page.evaluate(() => globalThis.violations ?? [])));
  console.log(JSON.stringify({ ...seen, elsewhere: elsewhere.filter(byPage), result }));
} finally {
  await browser.close();
  trap.close();
}

/** Whether a page can have asked: OWN is what the browser itself asks for its time and updates. */
function byPage(asked) {
  const { hostname } = new URL(asked.includes("://") ? asked : `https://${asked}`);
  return !OWN.includes(hostname);
}

async function watch(page) {
  const seen = { requests: [], complaints: [], violations: [] };
  await page.evaluateOnNewDocument(() => {
    globalThis.violations = [];
    addEventListener("securitypolicyviolation", (event) => {
      globalThis.violations.push(`${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  page.on("request", (request) => {
    if (!/^(data|blob):/.test(request.url())) seen.requests.push(request.url());
  });
  page.on("console", (message) => {
    if (["error", "warn"].includes(message.type())) seen.complaints.push(message.text());
  });
  page.on("pageerror", (error) => seen.complaints.push(String(error)));
  page.on("requestfailed", (request) => {
    if (request.failure()?.errorText !== "net::ERR_ABORTED") seen.complaints.push(request.url());
  });
  return seen;
}
