import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import type { DemandSettings } from "../weights.ts";
import { accuracyFigures } from "./accuracy-figures.ts";
import { type AccuracySums, noSums } from "./judge-hour.ts";

export type Verdict = {
  isBelow: boolean;
  hours: number;
  errorByFloor: number | null;
  coverage: number | null;
  exactCoverage: number | null;
  note: string | null;
};

/**
 * Whether a subject is forecast worse than its threshold: the error by the floor that chance sets, or how far coverage
 * falls below what an exact law would cover, by more than chance (three standard errors). With few hours: not yet.
 */
export function judgeSubject(sums: AccuracySums, limits: DemandSettings["monitoring"]): Verdict {
  const { wape, floorWape, coverage, exactCoverage } = accuracyFigures(sums);
  const errorByFloor = wape === null || !floorWape ? null : wape / floorWape;
  const figures = { hours: sums.hours, errorByFloor, coverage, exactCoverage };
  if (sums.hours < limits.leastHours || errorByFloor === null)
    return { isBelow: false, ...figures, note: null };
  const notes = [
    errorByFloor > limits.mostErrorByFloor
      ? `the error is ${errorByFloor.toFixed(2)} times what chance alone would make`
      : null,
    isCoveredTooSeldom(sums, limits.mostCoverageGap)
      ? `${percent(coverage)} of hours lay within the 95 % limits where ${percent(exactCoverage)} should`
      : null,
  ].filter((note) => note !== null);
  return { isBelow: notes.length > 0, ...figures, note: notes.length > 0 ? notes.join("; ") : null };
}

const percent = (share: number | null) => `${Math.round(100 * (share ?? 0))} %`;

function isCoveredTooSeldom(sums: AccuracySums, mostGap: number): boolean {
  const [covered, exact] = [
    sums.covered_hours / sums.hours,
    Math.min(1, sums.exact_covered_sum / sums.hours),
  ];
  const standardError = Math.sqrt((exact * (1 - exact)) / sums.hours);
  return exact - covered > Math.max(mostGap, 3 * standardError);
}

/**
 * Looks at the last days of each subject, a day ahead, and keeps what it finds: since when a subject is forecast worse
 * than its threshold. Answers the subjects that are.
 */
export async function watchAccuracy(
  db: Database,
  asOf: Date,
  limits: DemandSettings["monitoring"],
): Promise<string[]> {
  const columns = Object.keys(noSums).map((name) => sql`sum(${sql.ref(name)})::float8 as ${sql.ref(name)}`);
  const { rows } = await sql<AccuracySums & { code: string }>`
    select subject_code as code, ${sql.join(columns)} from forecast_accuracy
    where distance_days = 1 and day >= (${asOf}::timestamptz - make_interval(days => ${limits.days}))::date
    group by subject_code`.execute(db);
  const verdicts = rows.map(({ code, ...sums }) => ({ code, ...judgeSubject(sums, limits) }));
  await sql`
    insert into forecast_conditions as kept (subject_code, is_below, since, checked_at, hours, error_by_floor, coverage,
      exact_coverage, note)
    select code, "isBelow", case when "isBelow" then ${asOf}::timestamptz end, ${asOf}, hours, "errorByFloor", coverage,
      "exactCoverage", note
    from jsonb_to_recordset(${JSON.stringify(verdicts)}::jsonb) as row(code text, "isBelow" boolean, hours integer,
      "errorByFloor" double precision, coverage double precision, "exactCoverage" double precision, note text)
    on conflict (subject_code) do update set is_below = excluded.is_below,
      since = case when excluded.is_below then coalesce(kept.since, excluded.since) end,
      checked_at = excluded.checked_at, hours = excluded.hours, error_by_floor = excluded.error_by_floor,
      coverage = excluded.coverage, exact_coverage = excluded.exact_coverage, note = excluded.note`.execute(
    db,
  );
  return verdicts.filter(({ isBelow }) => isBelow).map(({ code }) => code);
}
