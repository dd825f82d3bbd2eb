import { sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import { hourMs } from "#domain/forecasting/hour-slots.ts";
import { keepOutliers } from "../history/keep-outliers.ts";
import type { MadeForecast, MadeHour } from "./make-forecast.ts";
import { readServingModels, saveDefaultModel, saveSelection } from "./serving-models.ts";

export const runKinds = ["daily", "early", "selection", "manual"] as const;
export type RunKind = (typeof runKinds)[number];

export type RunFacts = {
  kind: RunKind;
  reason: string | null;
  settingsVersion: number;
  horizonDays: number;
  durationMs: number;
};

/** Rows that go to the database in one statement. */
const rowsAtOnce = 4_000;

/**
 * Keeps a forecast: the run, the versions that it selected, the forecast as it was made (which nothing changes
 * afterwards), and the outlook, which goes on from it. Answers the run's number.
 */
export async function saveRun(trx: Trx, made: MadeForecast, facts: RunFacts): Promise<number> {
  const runId = await addRun(trx, made, facts);
  if (made.selection !== null)
    await saveSelection(trx, made.selection, { asOf: made.asOf, runId, pinned: made.pinned });
  const models = await modelsByCode(trx, made, runId);
  await keepBasis(trx, made, models);
  await keepOutliers(trx, made.outliers, { from: made.trainedFrom, asOf: made.asOf });
  const modelOf = (code: string) => models.get(code) ?? models.get(null) ?? 0;
  await sql`create temporary table if not exists made_hours (like demand_outlook including defaults) on commit drop`.execute(
    trx,
  );
  for (let from = 0; from < made.hours.length; from += rowsAtOnce)
    await addMadeHours(trx, made, made.hours.slice(from, from + rowsAtOnce), { runId, modelOf });
  await keepAsMade(trx, made, facts.horizonDays);
  await replaceOutlook(trx, made);
  return runId;
}

async function addRun(trx: Trx, made: MadeForecast, facts: RunFacts): Promise<number> {
  const { rows } = await sql<{ run_id: number }>`
    insert into forecast_runs (kind, reason, made_at, based_on_until, trained_from, trained_to, subjects, hours,
      duration_ms, settings_version, booking_curve)
    values (${facts.kind}, ${facts.reason}, ${made.asOf}, ${made.knownUntil}, ${made.trainedFrom}, ${made.trainedTo},
      ${made.basis.size}, ${made.hours.length}, ${facts.durationMs}, ${facts.settingsVersion},
      ${JSON.stringify({ curve: made.curve, cancelledShare: made.cancelledShare })}::jsonb)
    returning run_id`.execute(trx);
  return rows[0]?.run_id ?? 0;
}

/** Versions that serve by subject; the one for all others goes by null, and is made where none is there yet. */
async function modelsByCode(
  trx: Trx,
  made: MadeForecast,
  runId: number,
): Promise<Map<string | null, number>> {
  const read = async () =>
    new Map((await readServingModels(trx)).map(({ code, modelId }) => [code, modelId] as const));
  const models = await read();
  if (models.has(null)) return models;
  await saveDefaultModel(trx, { asOf: made.asOf, runId, from: made.trainedFrom, to: made.trainedTo });
  return await read();
}

async function keepBasis(
  trx: Trx,
  made: MadeForecast,
  models: ReadonlyMap<string | null, number>,
): Promise<void> {
  const rows = [...made.basis].flatMap(([code, basis]) => {
    const modelId = models.get(code);
    return modelId === undefined ? [] : [{ model_id: modelId, basis }];
  });
  await sql`update forecast_models set basis = row.basis
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row(model_id bigint, basis jsonb)
    where forecast_models.model_id = row.model_id`.execute(trx);
}

async function addMadeHours(
  trx: Trx,
  { asOf }: MadeForecast,
  hours: readonly MadeHour[],
  { runId, modelOf }: { runId: number; modelOf: (code: string) => number },
): Promise<void> {
  const rows = hours.map((hour) => ({
    subject_code: hour.code,
    hour: new Date(hour.startMs).toISOString(),
    model_id: modelOf(hour.code),
    demand_mean: hour.combined.mean,
    demand_median: hour.combined.median,
    demand_lower: hour.combined.lower,
    demand_upper: hour.combined.upper,
    whole_mean: hour.whole.mean,
    whole_dispersion: hour.whole.dispersion,
    remainder_mean: hour.combined.remainder.mean,
    dispersion: hour.combined.remainder.dispersion,
    booked: hour.booked,
    cancelled: hour.cancelled,
    expected_cancelled: hour.expectedCancelled,
    usual_share: hour.usual.share,
    mean_without_override: hour.combined.meanWithoutOverride,
    override_id: hour.overrideId,
    reference_mean: hour.reference.mean,
    reference_lower: hour.reference.lower,
    reference_upper: hour.reference.upper,
    parts: hour.parts,
  }));
  await sql`
    insert into made_hours (subject_code, hour, run_id, model_id, made_at, computed_at, demand_mean, demand_median,
      demand_lower, demand_upper, whole_mean, whole_dispersion, remainder_mean, dispersion, booked, cancelled,
      expected_cancelled, usual_share, mean_without_override, override_id, reference_mean, reference_lower,
      reference_upper, parts)
    select subject_code, hour, ${runId}::bigint, model_id, ${asOf}::timestamptz, ${asOf}::timestamptz, demand_mean, demand_median, demand_lower,
      demand_upper, whole_mean, whole_dispersion, remainder_mean, dispersion, booked, cancelled, expected_cancelled,
      usual_share, mean_without_override, override_id, reference_mean, reference_lower, reference_upper, parts
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row(subject_code text, hour timestamptz,
      model_id bigint, demand_mean double precision, demand_median double precision, demand_lower double precision,
      demand_upper double precision, whole_mean double precision, whole_dispersion double precision,
      remainder_mean double precision, dispersion double precision, booked integer, cancelled integer,
      expected_cancelled double precision, usual_share double precision, mean_without_override double precision,
      override_id bigint, reference_mean double precision, reference_lower double precision,
      reference_upper double precision, parts jsonb)`.execute(trx);
}

/** Of a second run at the same instant the later one counts: it knew no less. */
async function keepAsMade(trx: Trx, { asOf }: MadeForecast, horizonDays: number): Promise<void> {
  await sql`delete from supply_demand_forecasts where made_at = ${asOf}`.execute(trx);
  await sql`
    insert into supply_demand_forecasts (subject_code, hour, made_at, model_id, run_id, demand_mean, demand_median,
      demand_lower, demand_upper, booked, whole_mean, remainder_mean, dispersion, mean_without_override,
      reference_mean, reference_lower, reference_upper)
    select subject_code, hour, made_at, model_id, run_id, demand_mean, demand_median, demand_lower, demand_upper, booked,
      whole_mean, remainder_mean, dispersion, mean_without_override, reference_mean, reference_lower, reference_upper
    from made_hours where hour <= ${new Date(asOf.getTime() + horizonDays * 24 * hourMs)}`.execute(trx);
}

/** The new outlook takes over what the run before said, and the tutors until they are counted anew. */
async function replaceOutlook(trx: Trx, { asOf }: MadeForecast): Promise<void> {
  await sql`
    update made_hours set available = old.available, booked_tutors = old.booked_tutors, capacity = old.capacity,
      shortage_probability = old.shortage_probability, expected_unserved = old.expected_unserved
    from demand_outlook as old where old.subject_code = made_hours.subject_code and old.hour = made_hours.hour`.execute(
    trx,
  );
  await sql`
    update made_hours set previous_mean = before.demand_mean
    from (select distinct on (subject_code, hour) subject_code, hour, demand_mean from supply_demand_forecasts
      where made_at < ${asOf} and made_at >= ${asOf}::timestamptz - interval '8 days' and hour >= ${asOf}
      order by subject_code, hour, made_at desc) as before
    where before.subject_code = made_hours.subject_code and before.hour = made_hours.hour`.execute(trx);
  await sql`delete from demand_outlook`.execute(trx);
  await sql`insert into demand_outlook select * from made_hours`.execute(trx);
}
