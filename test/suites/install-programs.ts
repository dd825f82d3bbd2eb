import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { browser, findProgram, redisServer } from "../capabilities.ts";

export type Programs = { redis: string | null; browser: string | null };

const optionalBrowser: string = "@sparticuz/chromium";

type ServerlessBrowser = { default: { executablePath(): Promise<string> } };

type Say = (line: string) => void;

/** Finds what the tests need beside npm's packages, installs what is missing, and says what cannot be had. */
export async function installPrograms(say: Say): Promise<Programs> {
  const redis = redisServer ?? installWithApt("redis-server", ["redis-server"], say);
  if (redis === null) {
    say(
      "No redis-server: tests on Redis are skipped. To run them: apt-get install redis-server, or brew install redis.",
    );
  }
  const found = browser ?? (await findDownloadedBrowser()) ?? installWithApt("chromium", ["chromium"], say);
  const usable = found ?? (await unpackServerlessBrowser(say));
  if (usable === null) {
    say(
      "No browser: end-to-end tests are skipped. To run them: npx playwright install --with-deps chromium.",
    );
  }
  return { redis, browser: usable };
}

async function findDownloadedBrowser(): Promise<string | null> {
  const { chromium } = await import("@playwright/test");
  const file = chromium.executablePath();
  return existsSync(file) ? file : null;
}

function installWithApt(packageName: string, programs: readonly string[], say: Say): string | null {
  if (process.getuid?.() !== 0 || findProgram("", ["apt-get"]) === null) return null;
  say(`Installing ${packageName} …`);
  const apt = (...args: string[]) =>
    spawnSync("apt-get", args, {
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
      stdio: ["ignore", "ignore", 2],
      timeout: 300_000,
    }).status === 0;
  const installed =
    apt("-qq", "update") && apt("-qq", "install", "-y", "--no-install-recommends", packageName);
  return installed ? findProgram("", programs) : null;
}

/** The Chromium that npm brings as an optional package, for machines where nothing can be installed. */
async function unpackServerlessBrowser(say: Say): Promise<string | null> {
  if (process.platform !== "linux") return null;
  process.env.AWS_LAMBDA_JS_RUNTIME = "nodejs22.x";
  try {
    // By a name that the compiler does not follow: an optional package may be missing.
    const { default: chromium } = (await import(optionalBrowser)) as ServerlessBrowser;
    const file = await chromium.executablePath();
    return spawnSync(file, ["--version"], { stdio: "ignore" }).status === 0 ? file : null;
  } catch (error) {
    say(`The browser that npm brings does not run here: ${String(error)}`);
    return null;
  }
}
