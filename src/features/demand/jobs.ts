import { sql } from "kysely";
import { z } from "zod";
import type { Database } from "#db/client.ts";
import { defineJob, exclusiveLockName, type JobContext } from "#platform/queue/job.ts";
import { measureAccuracy } from "./accuracy/measure-accuracy.ts";
import { reasonForEarlyRun } from "./accuracy/needs-early-run.ts";
import { watchAccuracy } from "./accuracy/watch-accuracy.ts";
import { updateCapacity } from "./capacity/update-capacity.ts";
import { type RunRequest, type RunSummary, runForecast } from "./forecast/run-forecast.ts";
import { measureOutcomes } from "./imbalance/measure-outcomes.ts";
import { updateEpisodes } from "./imbalance/update-episodes.ts";
import { updateOutlook } from "./outlook/update-outlook.ts";
import { loadDemandSettings } from "./settings.ts";
import { keepSharedError } from "./shared-error/keep-shared-error.ts";

const input = z.object({
  /** A forecast of a kind, or (without one) the outlook alone: bookings, decisions, tutors. */
  run: z.enum(["daily", "selection", "manual"]).optional(),
  reason: z.string().max(500).optional(),
});

const jobName = "demand.update";
const exclusiveKey = "demand";

/** The lock that a pass outside of the queue takes, so that it never runs beside one of the queue. */
export const demandLock = exclusiveLockName(jobName, exclusiveKey);

/** Hours that a selection is left to show what it is worth before accuracy may ask for another. */
const selectionStandsHours = 24;

/**
 * Keeps forecast and outlook current: forecasts at their times, and otherwise brings the outlook up to what is booked,
 * decided and who can teach; forecasts earlier where what came contradicts the standing forecast.
 */
export function updateDemandJob(businessTimezone: string) {
  return defineJob<typeof jobName, z.infer<typeof input>>({
    name: jobName,
    schema: input,
    tries: 3,
    backoffSeconds: 30,
    exclusiveKey: () => exclusiveKey,
    async run(ctx, { run, reason }) {
      await updateDemand(ctx, {
        run: run ?? null,
        reason: reason ?? null,
        asOf: ctx.now(),
        businessTimezone,
      });
    },
  });
}

export type DemandPass = {
  run: "daily" | "selection" | "manual" | null;
  reason: string | null;
  asOf: Date;
  businessTimezone: string;
};

type PassContext = Pick<JobContext, "db" | "signal" | "progress" | "log">;

/** One pass as of an instant: the run that is due, if one is, then outlook, tutors and episodes. Answers the run. */
export async function updateDemand(ctx: PassContext, pass: DemandPass): Promise<RunSummary | null> {
  const { asOf, businessTimezone } = pass;
  const due = await dueRun(ctx.db, pass);
  let made: RunSummary | null = null;
  if (due !== null) {
    made = await runForecast(ctx, { ...due, asOf, businessTimezone });
    ctx.log.info({ ...made, kind: due.kind, reason: due.reason }, "demand is forecast");
  }
  await ctx.progress(0, null, "outlook");
  const hours = await updateOutlook(ctx, { asOf, businessTimezone });
  if (hours === 0) return made;
  await ctx.progress(0, null, "tutors");
  await updateCapacity(ctx.db, asOf);
  const episodes = await updateEpisodes(ctx.db, asOf);
  const measured = await measureOutcomes(ctx.db, asOf);
  ctx.log.info({ ...episodes, measured }, "episodes are current");
  return made;
}

/** The run that was asked for, the first one, one that accuracy asks for, or an early one; null where none is due. */
async function dueRun(
  db: Database,
  { run, reason, asOf }: DemandPass,
): Promise<Pick<RunRequest, "kind" | "reason"> | null> {
  if (run !== null) return { kind: run, reason };
  const { rows } = await sql<{ runs: number; selected_at: Date | null; below: string[] | null }>`
    select (select count(*)::int from forecast_runs) as runs,
      (select max(made_at) from forecast_runs where kind = 'selection') as selected_at,
      (select array_agg(subject_code order by subject_code) from forecast_conditions where is_below) as below`.execute(
    db,
  );
  const { runs, selected_at, below } = rows[0] ?? { runs: 0, selected_at: null, below: null };
  if (runs === 0) return { kind: "selection", reason: "The first forecast." };
  const selectionStands =
    selected_at !== null && asOf.getTime() - selected_at.getTime() < selectionStandsHours * 3_600_000;
  if (below !== null && !selectionStands)
    return { kind: "selection", reason: `Forecast worse than the threshold: ${below.join(", ")}.` };
  const { value: settings } = await loadDemandSettings(db);
  const early = await reasonForEarlyRun(db, asOf, settings.early);
  return early === null ? null : { kind: "early", reason: early };
}

/** Today and yesterday: an hour late in the evening is known the day after. */
const usualDays = 2;

/** Compares forecasts with what came, as hours pass, and watches how good they are. */
export function measureAccuracyJob(businessTimezone: string) {
  return defineJob({
    name: "demand.measure-accuracy",
    schema: z.object({
      /** Business days that are measured anew, today among them. */
      days: z.int().min(1).max(60).optional(),
    }),
    tries: 3,
    backoffSeconds: 30,
    exclusiveKey: () => exclusiveKey,
    async run(ctx, { days }) {
      const asOf = ctx.now();
      const hours = await measureAccuracy(ctx.db, { asOf, businessTimezone, days: days ?? usualDays });
      const { value: settings } = await loadDemandSettings(ctx.db);
      const below = await watchAccuracy(ctx.db, asOf, settings.monitoring);
      await keepSharedError(ctx.db, { asOf, businessTimezone });
      ctx.log.info({ hours, below }, "forecasts are compared with what came");
    },
  });
}
