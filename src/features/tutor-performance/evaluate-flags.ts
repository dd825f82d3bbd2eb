import { seededRandom } from "#domain/stats/seeded-random.ts";
import { tryFlags } from "./false-alarms.ts";
import type { TutorSettings } from "./weights.ts";

/** First sessions a week of a tutor who is slow, ordinary, busy; and how far the true rate falls. */
const paces = [5, 12, 40];
const declines = [0, 0.2, 0.3];
const weeks = 26;

/** One line of the table: what the flag "needs coaching" does, and what the plain rule would do. */
export type FlagTrialRow = {
  first_sessions_per_week: number;
  decline: number;
  flags_per_100_tutor_weeks: number;
  plain_week_per_100_tutor_weeks: number;
  plain_month_per_100_tutor_weeks: number;
  found: number;
  weeks_to_half_found: number | null;
  plain_found: number;
};

/** Tries the flags on made tutors of each pace and decline. The same numbers each time. */
export function evaluateFlags(settings: TutorSettings, tutors = 400): FlagTrialRow[] {
  return paces.flatMap((firstSessionsPerWeek) =>
    declines.map((decline) => {
      const random = seededRandom(firstSessionsPerWeek, Math.round(decline * 100));
      const { ours, plain, found } = tryFlags(
        { firstSessionsPerWeek, decline, tutors, weeks },
        settings,
        random,
      );
      const perHundred = (share: number) => Number((100 * share).toFixed(2));
      return {
        first_sessions_per_week: firstSessionsPerWeek,
        decline,
        flags_per_100_tutor_weeks: perHundred(ours.raisedPerWeek),
        plain_week_per_100_tutor_weeks: perHundred(plain.shortPerWeek),
        plain_month_per_100_tutor_weeks: perHundred(plain.longPerWeek),
        found: Number(found.oursShare.toFixed(3)),
        weeks_to_half_found: found.oursMedianWeeks,
        plain_found: Number(found.plainShare.toFixed(3)),
      };
    }),
  );
}

/** The lines as a table in Markdown. */
export function toMarkdown(rows: readonly FlagTrialRow[]): string {
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  const lines = rows.map((row) =>
    [
      row.first_sessions_per_week,
      row.decline === 0 ? "none" : `${Math.round(row.decline * 100)} points`,
      row.flags_per_100_tutor_weeks,
      row.plain_week_per_100_tutor_weeks,
      row.plain_month_per_100_tutor_weeks,
      percent(row.found),
      row.weeks_to_half_found ?? "–",
      percent(row.plain_found),
    ].join(" | "),
  );
  return [
    "| first sessions a week | decline of the true rate | newly flagged, of 100 tutors a week | plain rule, week against week | plain rule, four weeks against four | flagged within 26 weeks | weeks until half are flagged | plain rule (four weeks) within 26 weeks |",
    "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ...lines.map((line) => `| ${line} |`),
  ].join("\n");
}
