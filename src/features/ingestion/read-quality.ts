import { sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import { shiftBusinessDay, startOfBusinessDay } from "#domain/time/business-day.ts";
import { type Resource, resources } from "#sources/source.ts";
import type { QualityNow } from "./data-conditions.ts";
import {
  addMeasures,
  type Measures,
  noMeasures,
  type QualityVerdict,
  qualityVerdict,
} from "./quality-verdict.ts";
import { quality } from "./weights.ts";

type Place = { asOf: Date; businessTimezone: string };

export type QualityDay = { day: string; measures: Measures; verdict: QualityVerdict };

export type ResourceQuality = {
  resource: Resource;
  /** One for each business day up to the present one, the earliest first. */
  days: QualityDay[];
  total: { measures: Measures; verdict: QualityVerdict };
  /** The day with the largest share of rejected records; null where none was rejected. */
  worstDay: string | null;
};

const measureColumns = sql`sum(received)::integer as received, sum(accepted)::integer as accepted,
  sum(unchanged)::integer as unchanged, sum(quarantined)::integer as quarantined, sum(late)::integer as late,
  sum(orphaned)::integer as orphaned, sum(drifted)::integer as drifted`;

/**
 * The measures of each resource on the last 30 business days. They are kept by the hour of arrival, so a business
 * day is exact where the timezone's offset is in whole hours; else an hour belongs to the day in which it begins.
 */
export async function readQuality(trx: Trx, { asOf, businessTimezone }: Place): Promise<ResourceQuality[]> {
  const firstDay = shiftBusinessDay(asOf, 1 - quality.days, businessTimezone);
  const { rows } = await sql<Measures & { resource: string; day: string }>`
    select resource, to_char(hour at time zone ${businessTimezone}, 'YYYY-MM-DD') as day, ${measureColumns}
    from data_quality_hours where hour >= ${firstDay} and hour <= ${asOf} group by 1, 2`.execute(trx);
  const days = Array.from({ length: quality.days }, (_, index) =>
    dayName(shiftBusinessDay(asOf, index + 1 - quality.days, businessTimezone), businessTimezone),
  );
  return resources.map((resource) => {
    const measured = new Map(
      rows
        .filter((row) => row.resource === resource)
        .map(({ day, resource: _, ...measures }) => [day, measures]),
    );
    return summarise(
      resource,
      days.map((day) => ({ day, measures: measured.get(day) ?? noMeasures })),
    );
  });
}

function summarise(
  resource: Resource,
  measured: readonly { day: string; measures: Measures }[],
): ResourceQuality {
  const days = measured.map((one) => ({ ...one, verdict: qualityVerdict(one.measures) }));
  const measures = addMeasures(measured.map((one) => one.measures));
  const worst = days.reduce<QualityDay | null>(
    (found, day) => ((day.verdict.rejectedShare ?? 0) > (found?.verdict.rejectedShare ?? 0) ? day : found),
    null,
  );
  return {
    resource,
    days,
    total: { measures, verdict: qualityVerdict(measures) },
    worstDay: worst?.day ?? null,
  };
}

/** The date of an instant in a timezone, YYYY-MM-DD. */
function dayName(at: Date, timezone: string): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: timezone }).format(at);
}

/** The measures of today's business day and of the last 24 hours, to the hour. */
export async function readQualityNow(trx: Trx, { asOf, businessTimezone }: Place): Promise<QualityNow[]> {
  const dayBegan = startOfBusinessDay(asOf, businessTimezone);
  const dayAgo = new Date(asOf.getTime() - 86_400_000);
  const read = async (since: Date) => {
    const { rows } = await sql<Measures & { resource: string }>`
      select resource, ${measureColumns} from data_quality_hours
      where hour >= ${since} and hour <= ${asOf} group by resource`.execute(trx);
    return new Map(rows.map(({ resource, ...measures }) => [resource, measures]));
  };
  const [today, lastDay] = [await read(dayBegan), await read(dayAgo)];
  return resources.map((resource) => ({
    resource,
    today: today.get(resource) ?? noMeasures,
    lastDay: lastDay.get(resource) ?? noMeasures,
  }));
}
