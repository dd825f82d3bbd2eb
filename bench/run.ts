import { arch, cpus, platform, totalmem } from "node:os";
import type { Bench, Measurement, Reading } from "./bench.ts";
import { startBenchServer } from "./bench-server.ts";
import { bulkLoadBench } from "./bulk-load.ts";
import { capacityBench } from "./capacity.ts";
import { firstLoadBench } from "./first-load.ts";
import { forecastBench } from "./forecast.ts";
import { healthBench } from "./health.ts";
import { steadyDaysBench } from "./steady-days.ts";
import { tutorsBench } from "./tutors.ts";

/**
 * Everything that is measured. `npm run bench -- NAME …` runs some of them (a name or its beginning: `ingestion` runs
 * all of ingestion), and `--sessions 27000000` is another way to say BENCH_SESSIONS=27000000.
 */
const benches: readonly Bench[] = [
  firstLoadBench,
  bulkLoadBench,
  steadyDaysBench,
  healthBench,
  tutorsBench,
  capacityBench,
  forecastBench,
  // Its tools take 100 MB, which others should not be found to hold.
  { name: "first-page", run: async (ctx) => await (await import("./first-page.ts")).firstPageBench.run(ctx) },
];

async function main(args: readonly string[]): Promise<void> {
  const names = takeOptions(args);
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const chosen = benches.filter(
    ({ name }) => names.length === 0 || names.some((asked) => `${name}-`.startsWith(`${asked}-`)),
  );
  if (chosen.length === 0) throw new Error(`There is ${benches.map(({ name }) => name).join(", ")}.`);
  const server = await startBenchServer(say);
  try {
    const measured: (Measurement | Reading)[] = [];
    for (const bench of chosen) measured.push(...(await bench.run({ ...server, say })));
    const [cpu] = cpus();
    console.log(
      `${cpus().length} × ${cpu?.model ?? "?"}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${platform()} ${arch()}, Node ${process.version}, PostgreSQL ${server.version}\n`,
    );
    printTable(measured);
    const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
    console.log(`\nThis process held ${peakMb} MB at most. Times are the shortest of several runs.`);
  } finally {
    await server.stop();
  }
}

/** Sets the options as variables; answers the names. */
function takeOptions(args: readonly string[]): string[] {
  const names: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? "";
    if (arg.startsWith("--"))
      process.env[`BENCH_${arg.slice(2).toUpperCase().replaceAll("-", "_")}`] = args[++at];
    else names.push(arg);
  }
  return names;
}

function printTable(measured: readonly (Measurement | Reading)[]): void {
  const heading = ["what", "size", "measured", "per second", "ratio", "compared with", "bar", ""];
  const lines = [heading, ...measured.map(toCells)];
  const widths = heading.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  for (const line of lines)
    console.log(`| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`);
}

function toCells(line: Measurement | Reading): string[] {
  const { what, size, bar = "", isWithinBar } = line;
  const verdict = isWithinBar === undefined ? "" : isWithinBar ? "kept" : "missed";
  if ("figure" in line) return [what, size, line.figure, "", "", "", bar, verdict];
  const { ms, count, yardstick } = line;
  return [
    what,
    size,
    `${Math.round(ms)} ms`,
    Math.round(count / (ms / 1000)).toString(),
    yardstick ? (ms / yardstick.ms).toFixed(2) : "",
    yardstick ? `${yardstick.what}: ${Math.round(yardstick.ms)} ms` : "",
    bar,
    verdict,
  ];
}

await main(process.argv.slice(2));
