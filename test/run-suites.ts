import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { installPrograms, type Programs } from "./suites/install-programs.ts";
import {
  readPlaywrightReport,
  readVitestReport,
  type SuiteResult,
  summarize,
} from "./suites/suite-result.ts";

/**
 * `npm test`: every test there is, and one line with the sums at the end.
 * `npm test -- FILTER …` runs the Vitest files that match; `npm test -- e2e FILTER …` those of Playwright.
 */
const root = path.resolve(import.meta.dirname, "..");
const say = (line: string) => process.stdout.write(`${line}\n`);

type Suites = { vitest: string[] | null; playwright: string[] | null };

async function main(args: readonly string[]): Promise<number> {
  const suites = chooseSuites(args);
  const programs = await installPrograms(say);
  const reports = await mkdtemp(path.join(tmpdir(), "dashboard-reports-"));
  try {
    const results: SuiteResult[] = [];
    if (suites.vitest !== null) results.push(await runVitest(suites.vitest, reports, programs));
    if (suites.playwright !== null) results.push(await runPlaywright(suites.playwright, reports, programs));
    return report(results);
  } finally {
    await rm(reports, { recursive: true, force: true });
  }
}

function chooseSuites([first, ...rest]: readonly string[]): Suites {
  if (first === undefined) return { vitest: [], playwright: [] };
  if (first === "e2e") return { vitest: null, playwright: rest };
  return { vitest: [first, ...rest], playwright: null };
}

async function runVitest(filters: string[], reports: string, programs: Programs): Promise<SuiteResult> {
  const file = path.join(reports, "vitest.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const code = await run("node_modules/vitest/vitest.mjs", ["run", ...reporters, ...filters], programs, {});
  return readVitestReport(await readReport(file), code);
}

async function runPlaywright(filters: string[], reports: string, programs: Programs): Promise<SuiteResult> {
  const file = path.join(reports, "playwright.json");
  // Without a browser the tests are only listed, so that they can be counted as skipped.
  const list = programs.browser === null ? ["--list"] : [];
  const args = ["test", "--reporter=list,json", ...list, ...filters];
  const env = { PLAYWRIGHT_JSON_OUTPUT_NAME: file };
  const code = await run("node_modules/@playwright/test/cli.js", args, programs, env);
  return readPlaywrightReport(await readReport(file), code);
}

function run(
  script: string,
  args: readonly string[],
  programs: Programs,
  env: Record<string, string>,
): Promise<number> {
  const child = spawn(process.execPath, [path.join(root, script), ...args], {
    cwd: root,
    env: {
      ...process.env,
      REDIS_SERVER_PATH: programs.redis ?? "",
      CHROMIUM_PATH: programs.browser ?? "",
      ...env,
    },
    stdio: ["ignore", "inherit", "inherit"],
  });
  // The suites end by themselves when they are asked to; we wait for them and still say what they counted.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

async function readReport<T>(file: string): Promise<T | null> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as T;
  } catch {
    return null; // No report, or half of one: the suite broke off, and is counted so.
  }
}

function report(results: readonly SuiteResult[]): number {
  say("");
  for (const { name, passed, failed, skipped, fault } of results) {
    say(
      `${name}: ${passed} passed, ${failed} failed, ${skipped} skipped${fault === null ? "" : `; ${fault}`}`,
    );
  }
  const { line, isGreen } = summarize(results);
  say(line);
  return isGreen ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
