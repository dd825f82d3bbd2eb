import { sql } from "kysely";
import { defineInstantMetric } from "#platform/metrics/metric.ts";
import { formatCount, formatPercent } from "#ui/figures/format.ts";

type SubjectBalance = { code: string; name: string; demand: number; capacity: number; balance: number };

/** Subjects that the card lists, the scarcest first. */
const subjectsListed = 12;

/** Capacity by demand over all subjects, from now to the end of the outlook. */
export const demandBalance = defineInstantMetric<{
  subjects: SubjectBalance[];
  short: number;
  hours: number;
}>({
  kind: "instant",
  name: "demand_balance",
  title: "Balance",
  question: "Can the tutors at work serve the demand of the next seven days?",
  unit: "share",
  goodDirection: "up",
  // Of the original list: under 80 % is a shortage.
  limits: { warning: 1, critical: 0.8 },
  statusWords: { good: "enough", warning: "tight", critical: "short" },
  history: "none",
  href: "/demand",
  howComputed:
    "Sessions that can be served in the next seven days, after tutors of several subjects are shared out, by the sessions that are expected. Over all subjects together a surplus of one can hide what another lacks: the subjects are listed beside it.",
  owner: "recruiting",
  why: (value, { subjects, short }) =>
    value === null
      ? "Capacity has not been worked out yet."
      : short === 0
        ? `No subject of ${formatCount(subjects.length)} is short over the week.`
        : `${formatCount(short)} ${short === 1 ? "subject is" : "subjects are"} short over the week: ${subjects
            .slice(0, 3)
            .map(({ name, balance }) => `${name} ${formatPercent(balance, 0)}`)
            .join(", ")}.`,
  async readAt({ db }, asOf) {
    const { rows } = await sql<SubjectBalance>`
      select subject_code as code, name, sum(demand_mean) as demand, sum(capacity) as capacity,
        sum(capacity) / sum(demand_mean) as balance
      from demand_outlook join subjects using (subject_code)
      where hour >= ${asOf} and hour < ${asOf}::timestamptz + interval '7 days' and capacity is not null
      group by subject_code, name having sum(demand_mean) > 0
      order by balance, name`.execute(db);
    const demand = rows.reduce((sum, row) => sum + row.demand, 0);
    const capacity = rows.reduce((sum, row) => sum + row.capacity, 0);
    const short = rows.filter(({ balance }) => balance < 0.8).length;
    const details = { subjects: rows.slice(0, subjectsListed), short, hours: rows.length };
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
