import { formatCount, formatDecimal, formatPercent, missing } from "#ui/figures/format.ts";
import { formatSpan, spanElsewhere } from "#ui/figures/time-span.ts";
import type { DemandGround } from "../schemas/ground.ts";
import type { ForecastBasisShown, SubjectOverview } from "../schemas/subjects.ts";

/** Whose clocks a page goes by. */
export type Clocks = { now: string; timezone: string; businessTimezone: string };

const hourMs = 3_600_000;

/** Sessions to the precision that means something: 3.4 and 12; a missing figure is an en dash. */
export function formatSessions(value: number | null | undefined): string {
  if (value === null || value === undefined) return missing;
  return Math.abs(value) < 9.95 ? formatDecimal(value, 1) : formatCount(value);
}

/** 1 session, 3.4 sessions. */
export function sessionsOf(value: number): string {
  const text = plain(value);
  return text === "1.0" || text === "1" ? "1 session" : `${text} sessions`;
}

/** 2 hours, 1 hour. */
export const hoursOf = (count: number) => `${formatCount(count)} ${count === 1 ? "hour" : "hours"}`;

/** Whole numbers without a decimal: limits and counts, beside means that have one. */
const plain = (value: number) => (Number.isInteger(value) ? formatCount(value) : formatSessions(value));

/** A category as the source writes it (test_prep), as people write it: Test prep. */
export function categoryName(category: string): string {
  const words = category.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** 2–11; one figure where both are the same. */
export function formatSpread(low: number, high: number): string {
  const [from, to] = [plain(low), plain(high)];
  return from === to ? from : `${from}–${to}`;
}

/** Capacity by demand, as 0.62; over 10 it says no more than "over 10". */
export function formatBalance(balance: number | null | undefined): string {
  if (balance === null || balance === undefined) return missing;
  return balance > 10 ? "over 10" : formatDecimal(balance, 2);
}

/** A probability to whole per cents; what is not certain is never written as 0 or 100 %. */
export function formatProbability(probability: number | null | undefined): string {
  if (probability === null || probability === undefined) return missing;
  if (probability > 0 && probability < 0.01) return "under 1\u00a0%";
  if (probability > 0.99 && probability < 1) return "over 99\u00a0%";
  return formatPercent(probability, 0);
}

/** From one hour's beginning to the end of another, by the reader's clocks, and the business's where they differ. */
export function whenOf(from: string, to: string, { timezone, businessTimezone }: Clocks): string {
  const elsewhere = spanElsewhere(from, to, timezone, businessTimezone);
  return elsewhere ? `${formatSpan(from, to, timezone)} (${elsewhere})` : formatSpan(from, to, timezone);
}

/** The end of the hour that begins at an instant. */
export const endOfHour = (hour: string) => new Date(Date.parse(hour) + hourMs).toISOString();

/** On what a forecast rests: "12 weeks of its own history" or what it borrows, and how much. */
export function basisInWords({ ownShare, ownWeeks, borrowedFrom }: ForecastBasisShown): string {
  const weeks = `${formatDecimal(ownWeeks, ownWeeks < 10 && ownWeeks % 1 !== 0 ? 1 : 0)} ${ownWeeks === 1 ? "week" : "weeks"}`;
  const own = `Rests on ${weeks} of its own history`;
  if (borrowedFrom === null || ownShare > 0.995) return `${own}.`;
  if (ownShare < 0.005) return `Borrowed from ${borrowedFrom}: it has no history of its own yet.`;
  return `${own} (${formatPercent(ownShare, 0)}); the rest is borrowed from ${borrowedFrom}.`;
}

/** When an hour is short: "a balance under 0.8, more demand than capacity more likely than not, and 0.5 sessions …". */
export function shortageInWords({
  shortageBelow,
  leastProbability,
  leastUnserved,
}: DemandGround["limits"]): string {
  const likely =
    leastProbability === 0.5 ? "likelier than not" : `${formatProbability(leastProbability)} likely or more`;
  return `a balance under ${shortageBelow}, a lack of tutors ${likely}, and ${sessionsOf(leastUnserved)} or more unserved`;
}

/** All of a subject's strip in one sentence, for those who do not see it. */
export function summaryOf(subject: SubjectOverview, timezone: string): string {
  if (subject.hoursShort === null) return "capacity is not known yet";
  const parts = [
    subject.hoursShort > 0 ? `short in ${hoursOf(subject.hoursShort)}` : "not short in any hour",
    `surplus in ${hoursOf(subject.hoursSurplus ?? 0)}`,
  ];
  const { worst } = subject;
  if (worst && subject.hoursShort > 0)
    parts.push(
      `worst ${formatSpan(worst.hour, endOfHour(worst.hour), timezone)}, ${sessionsOf(worst.expectedUnserved)} unserved`,
    );
  return parts.join(", ");
}
