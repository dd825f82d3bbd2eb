import { weekdayOfDay } from "./instants.ts";

/** Weight of each local hour for a session on a school day: after school, and most in the evening. */
export const schoolDayHours = [
  0, 0, 0, 0, 0, 0, 0.2, 0.6, 0.8, 1, 1.4, 1.5, 1.3, 1.5, 2.5, 6, 9, 11, 13, 14, 10, 5, 1.5, 0.3,
];
/** The same for Saturday and Sunday: late morning, and Sunday evening before school. */
export const weekendHours = [
  0, 0, 0, 0, 0, 0, 0.2, 0.8, 2.5, 5, 7, 7.5, 6, 6, 6.5, 7, 8, 8.5, 8.5, 7, 4.5, 2, 0.8, 0.2,
];
/** Weight of each local weekday, Sunday first: Sunday is the peak, Friday and Saturday the dip. */
export const weekdayWeights = [1.55, 1.15, 1.15, 1.1, 1.05, 0.6, 0.55];

export const hoursOf = (weekday: number): readonly number[] =>
  weekday === 0 || weekday === 6 ? weekendHours : schoolDayHours;

/** Months of the school year, January first: exams in May and December, a quiet summer. */
const months = [1, 1.02, 1.04, 1.08, 1.16, 0.88, 0.72, 0.78, 0.96, 1.02, 1.06, 1.1];

const known = new Map<number, number>();

/** Share of the usual demand on a local calendar day, about 0.3 to 1.16. */
export function seasonOf(localDay: number): number {
  const season = known.get(localDay) ?? computeSeason(localDay);
  known.set(localDay, season);
  return season;
}

function computeSeason(localDay: number): number {
  const date = new Date(localDay * 86_400_000);
  const month = date.getUTCMonth();
  const dayOfMonth = date.getUTCDate();
  const factor = months[month] ?? 1;
  if ((month === 11 && dayOfMonth >= 24) || (month === 0 && dayOfMonth === 1)) return factor * 0.35;
  // Thanksgiving is the fourth Thursday of November; the Friday after it is as quiet.
  const weekday = weekdayOfDay(localDay);
  const thanksgiving = month === 10 && weekday === 4 && dayOfMonth >= 22 && dayOfMonth <= 28;
  const dayAfter = month === 10 && weekday === 5 && dayOfMonth >= 23 && dayOfMonth <= 29;
  if (thanksgiving || dayAfter) return factor * 0.4;
  if (month === 6 && dayOfMonth === 4) return factor * 0.5;
  return factor;
}
