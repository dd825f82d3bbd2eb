import { type Anomaly, type AnomalyMeasure, findAnomalies } from "./anomalies.ts";
import { dueSessions } from "./measures.ts";
import { mondayOf, sumDays, type TutorDay } from "./tutor-days.ts";
import type { TutorSettings } from "./weights.ts";

/** How an anomaly ended: the week after it was usual, unusual too, or empty; or its own records were corrected. */
export type AnomalyEnding = "back_to_usual" | "continued" | "no_sessions" | "corrected";

export type FollowedAnomaly = Anomaly & { state: "open" | "closed"; ending: AnomalyEnding | null };

/**
 * The anomalies of a tutor as of the end of business day `lastDay`, given those that are stored. The running week
 * and the one before it are judged each time, as records still change; an older one that is open closes when the week after it is over.
 * @returns only those that differ from what is stored
 */
export function followAnomalies(
  days: readonly TutorDay[],
  lastDay: number,
  stored: readonly FollowedAnomaly[],
  settings: TutorSettings["anomalies"],
): FollowedAnomaly[] {
  const running = mondayOf(lastDay);
  const judge = (weekDay: number) => findAnomalies(days, { weekDay, lastDay }, settings);
  const found = [running - 7, running].flatMap(judge);
  const opened = found.flatMap((anomaly): FollowedAnomaly[] => {
    const before = stored.find((candidate) => isSame(candidate, anomaly));
    const isKnown = before !== undefined && before.state === "open" && isEqual(before, anomaly);
    return isKnown ? [] : [{ ...anomaly, state: "open", ending: null }];
  });
  const closed = stored
    .filter(({ state }) => state === "open")
    .filter((anomaly) => !found.some((candidate) => isSame(candidate, anomaly)))
    .flatMap((anomaly): FollowedAnomaly[] => {
      const isJudged = anomaly.weekDay >= running - 7;
      const ending = isJudged ? "corrected" : endingOf(days, anomaly, judge(anomaly.weekDay + 7));
      return [{ ...anomaly, state: "closed", ending }];
    });
  return [...opened, ...closed];
}

function endingOf(days: readonly TutorDay[], anomaly: Anomaly, next: readonly Anomaly[]): AnomalyEnding {
  if (next.some(({ measure }) => measure === anomaly.measure)) return "continued";
  const week = sumDays(days, anomaly.weekDay + 6, anomaly.weekDay + 13);
  return dueSessions(week) === 0 ? "no_sessions" : "back_to_usual";
}

type Key = { measure: AnomalyMeasure; weekDay: number };

const isSame = (a: Key, b: Key) => a.measure === b.measure && a.weekDay === b.weekDay;

const isEqual = (a: Anomaly, b: Anomaly) =>
  a.value === b.value && a.expected === b.expected && a.sessions === b.sessions && a.pValue === b.pValue;

const words: Record<AnomalyMeasure, (value: number, expected: number, sessions: number) => string> = {
  rating: (value, expected, sessions) =>
    `Mean rating ${value.toFixed(2)} over ${sessions} ratings, usually ${expected.toFixed(2)}`,
  cancellations: (value, expected, sessions) =>
    `Cancelled ${Math.round(value * sessions)} of ${sessions} sessions, usually ${percent(expected)}`,
  no_shows: (value, expected, sessions) =>
    `${Math.round(value * sessions)} of ${sessions} sessions were missed, usually ${percent(expected)}`,
  session_length: (value, expected, sessions) =>
    `${sessions} sessions of ${Math.round(value)} minutes on average, usually ${Math.round(expected)}`,
};

/** An anomaly in a sentence without its end. */
export function describeAnomaly({ measure, value, expected, sessions }: Anomaly): string {
  return words[measure](value, expected, sessions);
}

const percent = (share: number) => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
