import { parseArgs } from "node:util";
import { exportWorld } from "./export.ts";
import { formats, isExportFormat } from "./export-formats.ts";
import { exportProgress } from "./export-progress.ts";
import { readInstant } from "./server/read-query.ts";
import { dayOf } from "./world/instants.ts";

const usage =
  "usage: node mock-source/export-cli.ts --dir DIR --as-of 2026-03-08T00:00:00Z [--format csv|ndjson|json] [--customers N] [--seed S] [--origin 2025-07-01]";

function fail(sentence: string): never {
  process.stderr.write(`${sentence}\n${usage}\n`);
  process.exit(1);
}

function readArguments() {
  const options = {
    dir: { type: "string" },
    format: { type: "string", default: "csv" },
    customers: { type: "string", default: "2000" },
    seed: { type: "string", default: "7" },
    "as-of": { type: "string" },
    origin: { type: "string" },
  } as const;
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

function readNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^\d{1,10}$/.test(text) || value < least || value > most)
    fail(`--${name} must be a whole number from ${least} to ${most}.`);
  return value;
}

const given = readArguments();
const asOfUs = readInstant(given["as-of"]);
if (asOfUs === null) fail("--as-of must be an ISO 8601 instant with an offset.");
const originUs = given.origin === undefined ? null : readInstant(`${given.origin}T00:00:00Z`);
if (given.origin !== undefined && originUs === null) fail("--origin must be a day, such as 2025-07-01.");
if (!isExportFormat(given.format)) fail(`--format must be one of ${Object.keys(formats).join(", ")}.`);
if (!given.dir) fail("--dir must name the folder to write to.");

const progress = exportProgress(process.stderr, () => performance.now());
const counts = await exportWorld({
  dir: given.dir,
  format: given.format,
  customers: readNumber("customers", given.customers, 20, 1_000_000),
  seed: readNumber("seed", given.seed, 0, 2_147_483_647),
  asOfMs: Math.floor(asOfUs / 1000),
  originDay: originUs === null ? undefined : dayOf(originUs),
  onProgress: progress.onProgress,
});
progress.end();
process.stdout.write(`${JSON.stringify(counts)}\n`);
