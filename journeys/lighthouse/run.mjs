// Lighthouse on each address of standard input, one after another in one browser, on a phone's
// screen and a phone's line. Answers one line of JSON an address: scores, and what fell short.
//
//   echo '["http://127.0.0.1:8000/"]' | CHROME_PATH=/usr/bin/chromium node run.mjs

import * as launcher from "chrome-launcher";
import lighthouse from "lighthouse";

const CATEGORIES = ["performance", "accessibility", "best-practices"];
const METRICS = [
  "first-contentful-paint",
  "largest-contentful-paint",
  "total-blocking-time",
  "cumulative-layout-shift",
  "speed-index",
];
const FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];

const addresses = JSON.parse(await text(process.stdin));
const browser = await launcher.launch({ chromeFlags: FLAGS });
try {
  for (const address of addresses) {
    const { lhr } = await lighthouse(address, {
      port: browser.port,
      onlyCategories: CATEGORIES,
      logLevel: "error",
      output: "json",
    });
    process.stdout.write(JSON.stringify(told(address, lhr)) + "\n");
  }
} finally {
  browser.kill();
}

function told(address, lhr) {
  const scores = {};
  const short = [];
  for (const [name, category] of Object.entries(lhr.categories)) {
    scores[name] = Math.round(category.score * 100);
    for (const { id, weight } of category.auditRefs) {
      const audit = lhr.audits[id];
      if (weight && audit.score !== null && audit.score < 1) {
        short.push({ in: name, id, score: audit.score, says: audit.displayValue ?? audit.title });
      }
    }
  }
  const measured = {};
  for (const id of METRICS) measured[id] = Math.round(lhr.audits[id].numericValue * 1000) / 1000;
  const exact = lhr.categories.performance.auditRefs
    .filter(({ weight }) => weight)
    .reduce((sum, { id, weight }) => sum + weight * lhr.audits[id].score, 0);
  return { address, scores, exact, measured, short, error: lhr.runtimeError?.code ?? "" };
}

async function text(stream) {
  let whole = "";
  for await (const chunk of stream) whole += chunk;
  return whole;
}
