import { sql } from "kysely";
import { asViewer, type Trx } from "#db/transaction.ts";
import type { ForecastPart } from "#domain/forecasting/forecast-model.ts";
import { zoneOffsetMs } from "#domain/time/zone-offset.ts";
import { AppError } from "#platform/errors.ts";
import type { DemandContext } from "../demand-context.ts";
import { titleOf } from "../forecast/forecast-task.ts";
import { readGround } from "../read/ground.ts";
import { readHourStates } from "../read/hour-states.ts";
import { findSubject } from "../read/hours.ts";
import { readOutlookHours, type StoredOutlook, sumHours, toOutlookHour } from "../read/outlook-hours.ts";
import type { ForecastExplanation } from "../schemas/explanation.ts";
import { allSubjects } from "../schemas/ground.ts";
import { readSharedError } from "../shared-error/keep-shared-error.ts";
import { type Composed, compareForecasts } from "./difference.ts";

const weeksBack = 8;

/** Why so many are expected in an hour ahead. Throws not_found where it is none of the next seven days. */
export async function readExplanation(
  ctx: DemandContext,
  { subject, hour }: { subject: string; hour: string },
): Promise<ForecastExplanation> {
  const asOf = ctx.now();
  return await asViewer(ctx.db, ctx.viewer, async (trx) => {
    const { code, name } = await findSubject(trx, subject);
    const at = new Date(hour);
    const rows = (await readOutlookHours(trx, asOf, code)).filter(
      (row) => row.hour.getTime() === at.getTime(),
    );
    if (rows.length === 0)
      throw new AppError(
        "not_found",
        "There is no forecast of this hour. Forecasts reach seven days ahead, from the next full hour.",
      );
    const row =
      code === null
        ? sumHours(rows, { shared: await readSharedError(trx), businessTimezone: ctx.businessTimezone })
        : (rows[0] as StoredOutlook);
    const ground = await readGround(trx, asOf, ctx.businessTimezone);
    const served = code === null ? null : await readServed(trx, code, at);
    return {
      ground,
      code: code ?? allSubjects,
      name,
      hour: toOutlookHour(row, await readHourStates(trx)),
      parts: toParts(row, served?.parts ?? []),
      booking: {
        booked: row.booked,
        leadHours: (at.getTime() - asOf.getTime()) / 3_600_000,
        usualShare: row.usualShare,
        expectedWithoutBookings: row.wholeMean,
        remainder: row.remainderMean,
      },
      nearestWeeks: await readNearestWeeks(trx, at, code, ctx.businessTimezone),
      override: row.overrideId === null ? null : await readOverride(trx, row.overrideId),
      difference: await readDifference(trx, row, served, code),
      model: served?.model ?? null,
      basis: served?.basis ?? null,
    };
  });
}

type Served = Pick<ForecastExplanation, "model" | "basis"> & {
  parts: ForecastPart[];
  kind: string;
  madeAt: Date;
};

async function readServed(trx: Trx, code: string, at: Date): Promise<Served | null> {
  const { rows } = await sql<{
    parts: ForecastPart[];
    made_at: Date;
    model_id: number;
    kind: string;
    chosen_by: string;
    since: Date;
    basis: ForecastExplanation["basis"];
  }>`
    select outlook.parts, outlook.made_at, model.model_id, model.kind, model.chosen_by,
      coalesce(model.chosen_at, model.created_at) as since, model.basis
    from demand_outlook as outlook join forecast_models as model using (model_id)
    where outlook.subject_code = ${code} and outlook.hour = ${at}`.execute(trx);
  const [row] = rows;
  if (row === undefined) return null;
  const { parts, kind, basis } = row;
  const model = {
    modelId: row.model_id,
    kind,
    title: titleOf(kind),
    chosenBy: row.chosen_by,
    since: row.since.toISOString(),
  };
  return { parts, kind, basis, model, madeAt: row.made_at };
}

/** The model's parts, then what bookings and an override make of them; each with the mean after it. */
function toParts(row: StoredOutlook, parts: readonly ForecastPart[]): ForecastExplanation["parts"] {
  const own: readonly ForecastPart[] =
    parts.length > 0 ? parts : [{ part: "level", name: null, factor: row.wholeMean }];
  const shown: ForecastExplanation["parts"] = [];
  let mean = 1;
  for (const part of own) {
    mean *= part.factor;
    shown.push({ ...part, mean });
  }
  const step = (part: "booked" | "override", after: number) => {
    if (Math.abs(after - mean) < 1e-9) return;
    shown.push({ part, name: null, factor: mean > 0 ? after / mean : after, mean: after });
    mean = after;
  };
  step("booked", row.meanWithoutOverride);
  step("override", row.mean);
  return shown;
}

/** The same hour of the week by the business's clock in the weeks before, the nearest first. */
async function readNearestWeeks(
  trx: Trx,
  at: Date,
  code: string | null,
  timezone: string,
): Promise<ForecastExplanation["nearestWeeks"]> {
  const wallOffset = zoneOffsetMs(timezone, at.getTime());
  const hours = Array.from({ length: weeksBack }, (_, index) => {
    const utc = at.getTime() - (index + 1) * 168 * 3_600_000;
    return new Date(utc + wallOffset - zoneOffsetMs(timezone, utc));
  });
  const { rows } = await sql<{ hour: Date; booked: number; weight: number }>`
    select past.hour, coalesce(sum(rollup.booked), 0)::int as booked,
      coalesce((select weight from demand_outliers as outlier
        where outlier.hour = past.hour and outlier.subject_code = ${code}), 1) as weight
    from unnest(${sql.val(hours)}::timestamptz[]) as past(hour)
    left join demand_hour_rollups as rollup on rollup.hour = past.hour and (${code}::text is null or subject_code = ${code})
    where past.hour < (select max(based_on_until) from forecast_runs)
      and past.hour >= (select min(hour) from demand_hour_rollups)
    group by past.hour order by past.hour desc`.execute(trx);
  return rows.map(({ hour, ...row }) => ({ hour: hour.toISOString(), ...row }));
}

async function readOverride(trx: Trx, id: number): Promise<ForecastExplanation["override"]> {
  const { rows } = await sql<NonNullable<ForecastExplanation["override"]>>`
    select override_id as id, kind, amount, reason, created_by_name as by from demand_overrides
    where override_id = ${id}`.execute(trx);
  return rows[0] ?? null;
}

async function readDifference(
  trx: Trx,
  now: StoredOutlook,
  served: Served | null,
  code: string | null,
): Promise<ForecastExplanation["difference"]> {
  if (served === null || code === null) return null;
  const { rows } = await sql<Composed & { made_at: Date }>`
    select made_at, kind, coalesce(whole_mean, demand_mean) as "wholeMean", booked,
      coalesce(mean_without_override, demand_mean) as "meanWithoutOverride", demand_mean as mean
    from supply_demand_forecasts join forecast_models using (model_id)
    where supply_demand_forecasts.subject_code = ${code} and hour = ${now.hour} and made_at < ${served.madeAt}
      and made_at >= ${now.hour}::timestamptz - interval '8 days'
    order by made_at desc limit 1`.execute(trx);
  const [before] = rows;
  if (before === undefined) return null;
  return {
    previousMadeAt: before.made_at.toISOString(),
    previousMean: before.mean,
    ...compareForecasts(before, { ...now, kind: served.kind }),
  };
}
