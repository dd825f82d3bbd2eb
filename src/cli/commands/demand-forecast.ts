import { type Command, Option } from "commander";
import { withAdvisoryLock } from "#db/advisory-lock.ts";
import { type MadeHour, makeForecast } from "#features/demand/forecast/make-forecast.ts";
import { demandLock, updateDemand } from "#features/demand/jobs.ts";
import { loadDemandSettings } from "#features/demand/settings.ts";
import { env } from "#platform/env.ts";
import { AppError } from "#platform/errors.ts";
import { instant } from "../arguments.ts";
import type { CommandContext, OpenContext } from "../command-context.ts";
import { printJson, printRows } from "../print.ts";

type AsOf = { asOf?: Date };

/** `ops demand forecast` and `ops demand compute`: the stored subjects, as of an instant. */
export function addForecastCommands(demand: Command, open: OpenContext): void {
  demand
    .command("forecast")
    .description("every subject's next seven days as of an instant, computed without storing anything")
    .option("--as-of <instant>", "instead of now; only what was booked by then is known", instant)
    .option("--select", "try all models on past weeks first")
    .addOption(new Option("--format <format>", "how to print").choices(["csv", "json"]).default("csv"))
    .action(async ({ asOf, select, format }: AsOf & { select?: boolean; format: "csv" | "json" }) => {
      const context = await open();
      const rows = await forecast(context, { asOf, isSelection: select === true });
      printRows(rows, { format: context.json ? "json" : format });
    });
  demand
    .command("compute")
    .description("forecast every subject, and bring outlook, tutors and episodes up to date")
    .option("--select", "try all models on past weeks first")
    .option("--as-of <instant>", "compute as of this instant instead of now", instant)
    .action(async ({ asOf, select }: AsOf & { select?: boolean }) => {
      await compute(await open(), { asOf, run: select === true ? "selection" : "manual" });
    });
}

function passContext({ db, log, progress }: CommandContext) {
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  return {
    db,
    log,
    signal: stop.signal,
    progress: async (done: number, total: number | null, note?: string) =>
      progress.step(note ?? "demand", done, total),
  };
}

async function forecast(
  context: CommandContext,
  { asOf, isSelection }: { asOf: Date | undefined; isSelection: boolean },
) {
  const { value: settings } = await loadDemandSettings(context.db);
  const made = await makeForecast(passContext(context), {
    asOf: asOf ?? context.now(),
    businessTimezone: env().BUSINESS_TIMEZONE,
    settings,
    isSelection,
    source: "as_of",
  });
  if (made === null) throw nothingKnown();
  const end = made.asOf.getTime() + settings.horizonDays * 86_400_000;
  return made.hours.filter(({ startMs }) => startMs < end).map(toRow);
}

function toRow({ code, kind, startMs, booked, combined, reference, overrideId }: MadeHour) {
  return {
    subject: code,
    hour: new Date(startMs).toISOString(),
    mean: rounded(combined.mean),
    median: combined.median,
    lower: combined.lower,
    upper: combined.upper,
    booked,
    reference_mean: rounded(reference.mean),
    mean_without_override: rounded(combined.meanWithoutOverride),
    override: overrideId,
    model: kind,
  };
}

/** To a thousandth of a session. */
const rounded = (sessions: number) => Math.round(sessions * 1_000) / 1_000;

async function compute(
  context: CommandContext,
  { asOf, run }: { asOf: Date | undefined; run: "selection" | "manual" },
): Promise<void> {
  const { db, now, json } = context;
  const at = asOf ?? now();
  const pass = { run, reason: "By command.", asOf: at, businessTimezone: env().BUSINESS_TIMEZONE };
  const held = await withAdvisoryLock(
    db,
    demandLock,
    async () => await updateDemand(passContext(context), pass),
  );
  if (held === null)
    throw new AppError(
      "conflict",
      "The worker is forecasting demand at this moment. Try again when it is done.",
    );
  if (held.result === null) throw nothingKnown();
  const { runId: run_id, subjects, hours, durationMs } = held.result;
  const row = { run_id, kind: run, as_of: at, subjects, hours, duration_ms: Math.round(durationMs) };
  if (json) printJson(row);
  else printRows([row], { format: "table" });
}

const nothingKnown = () =>
  new AppError("not_found", "No session is known as of then, so there is nothing to forecast from.");
