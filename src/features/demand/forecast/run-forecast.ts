import { inTransaction } from "#db/transaction.ts";
import { appendEvents } from "#platform/live/event.ts";
import { loadStoredDemandSettings } from "../settings.ts";
import { type ForecastContext, makeForecast } from "./make-forecast.ts";
import { type RunKind, saveRun } from "./save-run.ts";

export type RunRequest = { kind: RunKind; reason: string | null; asOf: Date; businessTimezone: string };

export type RunSummary = { runId: number; subjects: number; hours: number; durationMs: number };

/**
 * Forecasts every subject and keeps the result; null where no session is known yet. Two runs may not overlap: the queue
 * sees to that, and the command line takes the queue's lock.
 */
export async function runForecast(ctx: ForecastContext, request: RunRequest): Promise<RunSummary | null> {
  const startedMs = performance.now();
  const { asOf, businessTimezone, kind, reason } = request;
  const { value: settings, version } = await loadStoredDemandSettings(ctx.db);
  const isSelection = kind === "selection";
  const made = await makeForecast(ctx, { asOf, businessTimezone, settings, isSelection, source: "stored" });
  if (made === null) return null;
  ctx.signal.throwIfAborted();
  await ctx.progress(0, null, "saving");
  const durationMs = performance.now() - startedMs;
  const facts = { kind, reason, settingsVersion: version, horizonDays: settings.horizonDays, durationMs };
  const runId = await inTransaction(ctx.db, async (trx) => {
    const saved = await saveRun(trx, made, facts);
    await appendEvents(trx, [{ kind: "demand.changed", key: "forecast", payload: { what: "forecast" } }]);
    return saved;
  });
  return { runId, subjects: made.basis.size, hours: made.hours.length, durationMs };
}
