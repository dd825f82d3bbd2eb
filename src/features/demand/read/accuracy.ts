import { sql } from "kysely";
import { asViewer, type Trx } from "#db/transaction.ts";
import { accuracyFigures } from "../accuracy/accuracy-figures.ts";
import { noSums } from "../accuracy/judge-hour.ts";
import { readSums } from "../accuracy/read-sums.ts";
import type { DemandContext } from "../demand-context.ts";
import type { ForecastAccuracy } from "../schemas/accuracy.ts";
import { loadDemandSettings } from "../settings.ts";
import { findSubject } from "./hours.ts";

const rollingDays = 7;

/** What became of the forecasts of the last days, of one subject or of every visible one. */
export async function readAccuracy(
  ctx: DemandContext,
  { subject, distanceDays, days }: { subject: string; distanceDays: number; days: number },
): Promise<ForecastAccuracy> {
  const asOf = ctx.now();
  return await asViewer(ctx.db, ctx.viewer, async (trx) => {
    const { code } = await findSubject(trx, subject);
    const over = { asOf, days, code, distanceDays };
    const { value: settings } = await loadDemandSettings(trx);
    const [all] = await readSums(trx, sql<number>`1`, over);
    const byDistance = await readSums(trx, sql<number>`distance_days::int`, { ...over, distanceDays: null });
    const byWeek = await readSums(trx, sql<string>`date_trunc('week', day)::date`, over);
    return {
      asOf: asOf.toISOString(),
      days,
      distanceDays,
      all: accuracyFigures(all ?? noSums),
      bySubject: await bySubject(trx, over),
      byDistance: byDistance.map(({ key, ...sums }) => ({
        distanceDays: key,
        figures: accuracyFigures(sums),
      })),
      byWeek: byWeek.map(({ key, ...sums }) => ({ startsOn: key, figures: accuracyFigures(sums) })),
      rollingCoverage: rolling(
        await readSums(trx, sql<string>`day`, { ...over, days: days + rollingDays - 1 }),
        days,
      ),
      targetMape: settings.targetMape,
    };
  });
}

type Over = Parameters<typeof readSums>[2];

async function bySubject(trx: Trx, over: Over): Promise<ForecastAccuracy["bySubject"]> {
  const sums = await readSums(trx, sql<string>`subject_code`, over);
  const { rows } = await sql<{ code: string; name: string; below: boolean }>`
    select subject_code as code, name, coalesce(is_below, false) as below
    from subjects left join forecast_conditions using (subject_code)`.execute(trx);
  const facts = new Map(rows.map((row) => [row.code, row]));
  return sums.map(({ key: code, ...own }) => ({
    code,
    name: facts.get(code)?.name ?? code,
    isBelowThreshold: facts.get(code)?.below ?? false,
    figures: accuracyFigures(own),
  }));
}

/** Coverage of the seven days that end with each day. */
function rolling(
  daily: readonly (typeof noSums & { key: string })[],
  days: number,
): ForecastAccuracy["rollingCoverage"] {
  return daily.slice(-days).map(({ key: day }) => {
    const from = new Date(Date.parse(day) - (rollingDays - 1) * 86_400_000).toISOString().slice(0, 10);
    const window = daily.filter((one) => one.key >= from && one.key <= day);
    const sum = (of: (one: typeof noSums) => number) => window.reduce((total, one) => total + of(one), 0);
    const hours = sum((one) => one.hours);
    return {
      day,
      hours,
      coverage: sum((one) => one.covered_hours) / hours,
      exactCoverage: Math.min(1, sum((one) => one.exact_covered_sum) / hours),
    };
  });
}
