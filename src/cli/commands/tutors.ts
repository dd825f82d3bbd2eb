import { type Command, Option } from "commander";
import { withAdvisoryLock } from "#db/advisory-lock.ts";
import { evaluateFlags, toMarkdown } from "#features/tutor-performance/evaluate-flags.ts";
import { tutorPassLock } from "#features/tutor-performance/jobs.ts";
import { listTutorsAsOf } from "#features/tutor-performance/list-as-of.ts";
import { runTutorPass } from "#features/tutor-performance/pass.ts";
import { defaultTutorSettings } from "#features/tutor-performance/weights.ts";
import { env } from "#platform/env.ts";
import { AppError } from "#platform/errors.ts";
import { instant } from "../arguments.ts";
import type { CommandContext, OpenContext } from "../command-context.ts";
import { printJson, printRows } from "../print.ts";
import { writeModelsPage } from "../write-models-page.ts";

type AsOf = { asOf?: Date };

/** `ops tutors`: compute the measures, list them as of an instant, try the flags. */
export function registerTutorsCommand(program: Command, open: OpenContext): void {
  const tutors = program.command("tutors").description("tutors' measures, flags and ranks");
  tutors
    .command("compute")
    .description("bring the stored measures up to date: those that can have changed, or all")
    .option("--full", "compute every tutor, and make the day's model anew")
    .option("--as-of <instant>", "compute as of this instant instead of now", instant)
    .action(async ({ full, asOf }: AsOf & { full?: boolean }) => {
      await compute(await open(), full === true, asOf);
    });
  tutors
    .command("list")
    .description("every tutor as of an instant, computed without storing anything")
    .option("--as-of <instant>", "instead of now", instant)
    .addOption(new Option("--format <format>", "how to print").choices(["csv", "json"]).default("csv"))
    .action(async ({ asOf, format }: AsOf & { format: "csv" | "json" }) => {
      const { db, now, json } = await open();
      const { businessTimezone, signal } = run();
      const rows = await listTutorsAsOf(db, { asOf: asOf ?? now(), businessTimezone, signal });
      printRows(rows, { format: json ? "json" : format });
    });
  tutors
    .command("evaluate-flags")
    .description("how often the flags are wrong and how soon they find a decline, on made tutors")
    .option("--write", "write the table into docs/models.md")
    .action(async ({ write }: { write?: boolean }) => {
      await evaluate({ json: program.opts<{ json?: boolean }>().json === true, write: write === true });
    });
}

function run() {
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  return { businessTimezone: env().BUSINESS_TIMEZONE, signal: stop.signal };
}

async function compute(
  { db, now, progress, json }: CommandContext,
  full: boolean,
  asOf?: Date,
): Promise<void> {
  const { businessTimezone, signal } = run();
  const ctx = {
    db,
    signal,
    progress: async (done: number, total: number | null, note?: string) =>
      progress.step(note ?? "tutors", done, total),
  };
  const kind = full ? ("full" as const) : ("incremental" as const);
  const request = { kind, asOf: asOf ?? now(), businessTimezone, isRefit: full };
  const held = await withAdvisoryLock(db, tutorPassLock, async () => await runTutorPass(ctx, request));
  if (held === null)
    throw new AppError(
      "conflict",
      "The worker is computing tutors' measures at this moment. Try again when it is done.",
    );
  const pass = held.result;
  const row = {
    kind: pass.kind,
    as_of: pass.asOf,
    computed: pass.computed,
    changed: pass.changed,
    rows_written: pass.rowsWritten,
    duration_ms: Math.round(pass.durationMs),
  };
  if (json) printJson(row);
  else printRows([row], { format: "table" });
}

async function evaluate({ json, write }: { json: boolean; write: boolean }): Promise<void> {
  const rows = evaluateFlags(defaultTutorSettings);
  if (write) await writeModelsPage({ "tutor flags": toMarkdown(rows) });
  if (json) printJson(rows);
  else printRows(rows, { format: "table" });
}
