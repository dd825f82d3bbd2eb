import { launch } from "chrome-launcher";
import lighthouse, { type Config, desktopConfig, type Flags, type Result } from "lighthouse";
import { browser } from "../test/capabilities.ts";
import { administrator } from "../test/e2e/administrator.ts";
import { launchProduct } from "../test/e2e/launch-product.ts";
import type { Bench, Reading } from "./bench.ts";

const customers = 2_000;
const runs = 3;
const tries = 3;

/** The bars of the first page, cold, after sign-in. */
const bars = {
  scriptBytes: 200_000,
  figuresPaintedMs: 500,
  largestPaintMs: 1_000,
  blockingMs: 150,
  desktopScore: 95,
  mobileScore: 85,
};

type Profile = { name: string; flags: Flags; config?: Config };

const profiles: Profile[] = [
  // What this machine does by itself; the network is a loopback.
  {
    name: "as it comes",
    flags: { throttlingMethod: "provided", onlyCategories: ["performance"] },
    config: desktopConfig,
  },
  // 10 Mbit/s, 40 ms; the processor as it is.
  { name: "desktop", flags: {}, config: desktopConfig },
  // Slow 4G, 150 ms; the processor four times slower.
  { name: "mobile", flags: { onlyCategories: ["performance"] } },
];

/** The overview as a browser with an empty cache gets it, right after sign-in: a production build on made data. */
export const firstPageBench: Bench = {
  name: "first-page",
  async run({ say }) {
    say(`first page: starting the product with ${customers} customers …`);
    const product = await launchProduct({ customers });
    try {
      return await measureFirstPage(product.address, administrator, say);
    } finally {
      await product.end();
    }
  },
};

/** Measures the first page of a product that runs at `address`. */
export async function measureFirstPage(
  address: string,
  who: { email: string; password: string },
  say: (line: string) => void,
): Promise<Reading[]> {
  const cookie = await signIn(address, who);
  const readings: Reading[] = [];
  for (const profile of profiles) {
    const results: Result[] = [];
    for (let run = 0; run < runs; run++) results.push(await audit(`${address}/`, cookie, profile));
    say(`first page: measured ${profile.name}`);
    readings.push(...read(profile.name, middle(results)));
  }
  return readings;
}

async function signIn(address: string, who: { email: string; password: string }): Promise<string> {
  const answer = await fetch(`${address}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: address },
    body: JSON.stringify(who),
  });
  if (!answer.ok) throw new Error(`Signing in was refused: ${answer.status} ${await answer.text()}`);
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}

/** One load, tried again where Lighthouse itself could not record it, as happens on a machine that is busy. */
async function audit(url: string, cookie: string, profile: Profile): Promise<Result> {
  for (let left = tries; ; left--) {
    const result = await load(url, cookie, profile);
    if (!result.runtimeError) return result;
    if (left === 1) throw new Error(result.runtimeError.message);
  }
}

/** In a browser of its own, so that nothing is in a cache. */
async function load(url: string, cookie: string, profile: Profile): Promise<Result> {
  if (browser === null) throw new Error("No browser: install chromium, or set CHROMIUM_PATH.");
  const chrome = await launch({
    chromePath: browser,
    chromeFlags: ["--headless=new", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])],
  });
  try {
    const flags: Flags = { port: chrome.port, logLevel: "error", extraHeaders: { Cookie: cookie } };
    const measured = await lighthouse(url, { ...flags, ...profile.flags }, profile.config);
    if (measured === undefined) throw new Error("Lighthouse measured nothing.");
    return measured.lhr;
  } finally {
    chrome.kill();
  }
}

/** The run in the middle by largest paint: one that was disturbed counts for nothing. */
function middle(results: readonly Result[]): Result {
  const sorted = results.toSorted(
    (a, b) => figure(a, "largest-contentful-paint") - figure(b, "largest-contentful-paint"),
  );
  return sorted[Math.floor(sorted.length / 2)] as Result;
}

const figure = (result: Result, audit: string) => result.audits[audit]?.numericValue ?? Number.NaN;

function read(name: string, result: Result): Reading[] {
  const ms = (what: string, audit: string, bar: number | null) =>
    reading(
      what,
      figure(result, audit),
      (value) => `${Math.round(value)} ms`,
      bar === null ? null : { atMost: bar },
    );
  const score = (category: string, bar: number) =>
    reading(
      `Lighthouse, ${category}`,
      (result.categories[category]?.score ?? Number.NaN) * 100,
      (value) => value.toFixed(0),
      {
        atLeast: bar,
      },
    );
  const times = [
    ms("figures painted", "first-contentful-paint", name === "as it comes" ? bars.figuresPaintedMs : null),
    ms("largest paint", "largest-contentful-paint", name === "mobile" ? null : bars.largestPaintMs),
    ms("blocking time", "total-blocking-time", name === "mobile" ? null : bars.blockingMs),
  ];
  const shown = {
    "as it comes": () => [scripts(result), ...times],
    desktop: () => [
      ...times,
      ...["performance", "accessibility", "best-practices", "seo"].map((category) =>
        score(category, bars.desktopScore),
      ),
    ],
    mobile: () => [...times, score("performance", bars.mobileScore)],
  }[name];
  return (shown?.() ?? []).map((line) => ({ ...line, size: name }));
}

function scripts(result: Result): Omit<Reading, "size"> {
  const details = result.audits["network-requests"]?.details as
    | { items?: { resourceType?: string; transferSize?: number }[] }
    | undefined;
  const bytes = (details?.items ?? [])
    .filter(({ resourceType }) => resourceType === "Script")
    .reduce((sum, { transferSize = 0 }) => sum + transferSize, 0);
  return reading("JavaScript, compressed", bytes, (value) => `${(value / 1000).toFixed(1)} KB`, {
    atMost: bars.scriptBytes,
  });
}

function reading(
  what: string,
  value: number,
  write: (value: number) => string,
  bar: { atMost: number } | { atLeast: number } | null,
): Omit<Reading, "size"> {
  if (bar === null) return { what, figure: write(value) };
  const isMost = "atMost" in bar;
  const limit = isMost ? bar.atMost : bar.atLeast;
  return {
    what,
    figure: write(value),
    bar: `${isMost ? "at most" : "at least"} ${write(limit)}`,
    isWithinBar: isMost ? value <= limit : value >= limit,
  };
}
