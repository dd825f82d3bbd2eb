import { sql } from "kysely";
import { defineInstantMetric } from "#platform/metrics/metric.ts";
import { formatCount, formatPercent } from "#ui/figures/format.ts";
import { countShortHours } from "./read/hour-states.ts";

type SubjectBalance = {
  code: string;
  name: string;
  demand: number;
  capacity: number;
  balance: number;
  hoursShort: number;
};

/** Subjects that the card lists, those with most short hours first, then the scarcest. */
const subjectsListed = 12;

/** Capacity by demand over all subjects, from now to the end of the outlook. */
export const demandBalance = defineInstantMetric<{
  subjects: SubjectBalance[];
  /** Subjects with a short hour. */
  short: number;
  known: number;
}>({
  kind: "instant",
  name: "demand_balance",
  title: "Balance",
  question: "Can the tutors at work serve the demand of the next seven days?",
  unit: "ratio",
  goodDirection: "up",
  // Of the original list: under 0.8 is a shortage.
  limits: { warning: 1, critical: 0.8 },
  statusWords: { good: "enough", warning: "tight", critical: "short" },
  history: "none",
  href: "/demand",
  howComputed:
    "Sessions that can be served in the next seven days, after tutors of several subjects are shared out, by the sessions that are expected. Over all subjects and hours together a surplus of one can hide what another lacks: subjects with short hours are listed beside it. Which hours are short is decided as on the page of demand: by balance, probability and size.",
  owner: "recruiting",
  why: (value, { subjects, short, known }) => {
    if (value === null) return "Capacity has not been worked out yet.";
    if (short === 0) return `No subject of ${formatCount(known)} is short in any hour.`;
    const worst = subjects
      .slice(0, 3)
      .filter(({ hoursShort }) => hoursShort > 0)
      .map(({ name, hoursShort }) => `${name} ${formatCount(hoursShort)}\u00a0h`);
    return `${formatCount(short)} of ${formatCount(known)} subjects ${short === 1 ? "has" : "have"} short hours: ${worst.join(", ")}.`;
  },
  async readAt({ db }, asOf) {
    const { rows } = await sql<Omit<SubjectBalance, "hoursShort">>`
      select subject_code as code, name, sum(demand_mean) as demand, sum(capacity) as capacity,
        sum(capacity) / sum(demand_mean) as balance
      from demand_outlook join subjects using (subject_code)
      where hour >= ${asOf} and hour < ${asOf}::timestamptz + interval '7 days' and capacity is not null
      group by subject_code, name having sum(demand_mean) > 0
      order by balance, name`.execute(db);
    const demand = rows.reduce((sum, row) => sum + row.demand, 0);
    const capacity = rows.reduce((sum, row) => sum + row.capacity, 0);
    const short = await countShortHours(db, asOf);
    const subjects = rows
      .map((row) => ({ ...row, hoursShort: short.get(row.code) ?? 0 }))
      .sort((a, b) => b.hoursShort - a.hoursShort);
    const details = {
      subjects: subjects.slice(0, subjectsListed),
      short: subjects.filter(({ hoursShort }) => hoursShort > 0).length,
      known: subjects.length,
    };
    return { value: demand > 0 ? capacity / demand : null, details };
  },
});

type AccuracyDetails = { floorWape: number | null; referenceWape: number | null; hours: number };

/** How far forecasts a day ahead were from what came, beside what chance alone makes. */
export const forecastAccuracy = defineInstantMetric<AccuracyDetails>({
  kind: "instant",
  name: "forecast_error",
  title: "Forecast error",
  question: "How far were the forecasts of the last week from what came?",
  unit: "share",
  goodDirection: "down",
  // Compared with the error by the floor that chance sets.
  limits: { warning: 1.2, critical: 1.5 },
  statusWords: {
    good: "as good as chance allows",
    warning: "worse than chance",
    critical: "far worse than chance",
  },
  history: "daily",
  href: "/demand/accuracy",
  howComputed:
    "Sum of the absolute errors of the median, a day ahead and hour by hour over all subjects, by the sessions that came in the last seven days. The word goes by how many times that is what a perfect forecast of the rates would still miss by chance.",
  owner: "operations",
  why: (value, { floorWape, referenceWape }) =>
    value === null || floorWape === null || referenceWape === null
      ? "No forecast has been compared with what came yet."
      : `Chance alone makes ${formatPercent(floorWape, 0)}; the four-week mean missed ${formatPercent(referenceWape, 0)}.`,
  async readAt({ db }, asOf) {
    const { rows } = await sql<{ hours: number; wape: number | null } & AccuracyDetails>`
      select coalesce(sum(hours), 0)::int as hours, sum(absolute_error_sum) / nullif(sum(actual_sum), 0) as wape,
        sum(floor_error_sum) / nullif(sum(forecast_sum), 0) as "floorWape",
        sum(reference_absolute_error_sum) / nullif(sum(actual_sum), 0) as "referenceWape"
      from forecast_accuracy
      where distance_days = 1 and day > (${asOf}::timestamptz - interval '7 days')::date and day <= ${asOf}::date`.execute(
      db,
    );
    const { wape = null, floorWape = null, referenceWape = null, hours = 0 } = rows[0] ?? {};
    const statusValue = wape === null || !floorWape ? null : wape / floorWape;
    return { value: wape, statusValue, details: { floorWape, referenceWape, hours } };
  },
});
