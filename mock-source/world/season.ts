import { weekdayOfDay } from "./instants.ts";

/** Weight of each local hour for a session on a school day: after school, and most in the evening. */
const schoolDayHours = [
  0, 0, 0, 0, 0, 0, 0.2, 0.6, 0.8, 1, 1.4, 1.5, 1.3, 1.5, 2.5, 6, 9, 11, 13, 14, 10, 5, 1.5, 0.3,
];
/** The same for Saturday and Sunday: late morning, and Sunday evening before school. */
const weekendHours = [
  0, 0, 0, 0, 0, 0, 0.2, 0.8, 2.5, 5, 7, 7.5, 6, 6, 6.5, 7, 8, 8.5, 8.5, 7, 4.5, 2, 0.8, 0.2,
];
/** Weight of each local weekday, Sunday first: Sunday is the peak, Friday and Saturday the dip. */
const weekdayWeights = [1.55, 1.15, 1.15, 1.1, 1.05, 0.6, 0.55];

/** The weekday weights of the seven days that begin with a weekday. */
export const weekFrom: readonly (readonly number[])[] = weekdayWeights.map((_, first) =>
  weekdayWeights.map((_, i) => weekdayWeights[(first + i) % 7] as number),
);

export const hoursOf = (weekday: number): readonly number[] =>
  weekday === 0 || weekday === 6 ? weekendHours : schoolDayHours;

/** Months of the school year, January first: exams in May and December, a quiet summer. */
const schoolMonths = [1, 1.02, 1.04, 1.08, 1.12, 0.88, 0.72, 0.78, 0.96, 1.02, 1.06, 1.06];
/** Admission tests have their own year: spring and autumn sittings. */
const testMonths = [0.94, 1.06, 1.16, 1.1, 1.12, 0.9, 0.84, 1.02, 1.1, 1.12, 1.04, 0.86];

const examFactor = 1.12;

export type SeasonKind = "school" | "test_prep";

const known: Record<SeasonKind, Map<number, number>> = { school: new Map(), test_prep: new Map() };

/** Share of the usual demand on a local calendar day, about 0.3 to 1.25. */
export function seasonOf(localDay: number, kind: SeasonKind): number {
  let season = known[kind].get(localDay);
  if (season === undefined) {
    season = computeSeason(localDay, kind);
    known[kind].set(localDay, season);
  }
  return season;
}

function computeSeason(localDay: number, kind: SeasonKind): number {
  const date = new Date(localDay * 86_400_000);
  const month = date.getUTCMonth();
  const dayOfMonth = date.getUTCDate();
  const factor = (kind === "school" ? schoolMonths : testMonths)[month] ?? 1;
  const holiday = holidayFactor(month, dayOfMonth, weekdayOfDay(localDay));
  if (holiday < 1) return factor * holiday;
  const exams = (month === 4 && dayOfMonth <= 24) || (month === 11 && dayOfMonth >= 6 && dayOfMonth <= 20);
  return exams && kind === "school" ? factor * examFactor : factor;
}

/** Holidays of the United States, for everybody: 1 on an ordinary day. Months count from 0. */
function holidayFactor(month: number, dayOfMonth: number, weekday: number): number {
  if ((month === 11 && dayOfMonth >= 24) || (month === 0 && dayOfMonth === 1)) return 0.35;
  // Thanksgiving is the fourth Thursday of November; the Friday after it is as quiet.
  if (month === 10 && weekday === 4 && dayOfMonth >= 22 && dayOfMonth <= 28) return 0.4;
  if (month === 10 && weekday === 5 && dayOfMonth >= 23 && dayOfMonth <= 29) return 0.4;
  if (month === 6 && dayOfMonth === 4) return 0.5;
  const memorialDay = month === 4 && weekday === 1 && dayOfMonth >= 25;
  const laborDay = month === 8 && weekday === 1 && dayOfMonth <= 7;
  return memorialDay || laborDay ? 0.6 : 1;
}
