import { dayMs } from "#domain/time/day-ms.ts";
import { type ComponentName, measuredTimeMs } from "./component-scores.ts";
import type { HealthFeatures } from "./features.ts";
import type { HealthSettings } from "./weights.ts";
import { count, decimal } from "./wording.ts";

export type RecordReference = { resource: "sessions" | "calls" | "goals"; id: number };

type ChangeText = (
  before: HealthFeatures,
  after: HealthFeatures,
  asOfMs: number,
  settings: HealthSettings,
) => { text: string; records: RecordReference[] };

/** What happened to each component between two instants, in words and by record. */
export const changeText: Record<ComponentName, ChangeText> = {
  first_session: firstSessionChange,
  velocity: velocityChange,
  inbound_calls: callsChange,
  goals: goalsChange,
  tutor_consistency: consistencyChange,
};

function firstSessionChange(before: HealthFeatures, after: HealthFeatures) {
  const [was, is] = [before.firstSession, after.firstSession];
  const ids = [was?.id, is?.id].filter((id) => id !== undefined);
  const records = references("sessions", new Set(ids));
  if (is === null) return { text: "the first session no longer counts", records };
  if (is.rating === null) return { text: "the first session's rating was taken back", records };
  if (was?.id === is.id && was.rating !== null)
    return {
      text: `the first session's rating went from ${decimal(was.rating)} to ${decimal(is.rating)}`,
      records,
    };
  return { text: `a rating of ${decimal(is.rating)} for the first session`, records };
}

function velocityChange(
  before: HealthFeatures,
  after: HealthFeatures,
  asOfMs: number,
  settings: HealthSettings,
) {
  const entered = without(after.recentSessionIds, before.recentSessionIds);
  const left = without(before.recentSessionIds, after.recentSessionIds);
  const parts: string[] = [];
  if (entered.length > 0) parts.push(count(entered.length, "more completed session"));
  if (left.length > 0)
    parts.push(
      `${count(left.length, "session")} no longer in the last ${count(settings.velocity.windowDays, "day")}`,
    );
  if (parts.length === 0)
    parts.push(
      `no further session by day ${decimal(measuredTimeMs(after, asOfMs, settings) / dayMs)} after signup`,
    );
  return { text: parts.join(", "), records: references("sessions", [...entered, ...left]) };
}

function callsChange(
  before: HealthFeatures,
  after: HealthFeatures,
  _asOfMs: number,
  settings: HealthSettings,
) {
  const known = new Set(before.calls.map(({ id }) => id));
  const kept = new Set(after.calls.map(({ id }) => id));
  const entered = after.calls.filter(({ id }) => !known.has(id));
  const left = before.calls.filter(({ id }) => !kept.has(id));
  const parts: string[] = [];
  for (const reason of new Set(entered.map((call) => call.reason))) {
    const alike = entered.filter((call) => call.reason === reason).length;
    parts.push(count(alike, `${reason.replaceAll("_", " ")} call`));
  }
  if (left.length > 0)
    parts.push(
      `${count(left.length, "call")} no longer in the last ${count(settings.calls.windowDays, "day")}`,
    );
  return {
    text: parts.join(", "),
    records: references(
      "calls",
      [...entered, ...left].map(({ id }) => id),
    ),
  };
}

function goalsChange({ goal: was }: HealthFeatures, { goal: is }: HealthFeatures) {
  const ids = [was?.id, is?.id, is?.newerGoalId ?? undefined].filter((id) => id !== undefined);
  const records = references("goals", new Set(ids));
  if (is === null) return { text: "no primary goal any more", records };
  if (was === null || was.id !== is.id) return { text: "a new primary goal", records };
  if (was.completedAtMs === null) return { text: "the primary goal was completed", records };
  if (is.completedAtMs === null) return { text: "the primary goal was opened again", records };
  return { text: is.newerGoalId === null ? "the newer goal is gone" : "a newer goal was set", records };
}

function consistencyChange(
  before: HealthFeatures,
  after: HealthFeatures,
  _asOfMs: number,
  { consistency }: HealthSettings,
) {
  const moved = [
    ...without(after.recentSessionIds, before.recentSessionIds),
    ...without(before.recentSessionIds, after.recentSessionIds),
  ];
  const records = references("sessions", moved);
  const [was, is] = [before.tutors, after.tutors];
  if (is === null)
    return { text: `no completed session in the last ${count(consistency.windowDays, "day")}`, records };
  const parts = [`${is.withMostFrequent} of ${count(is.sessions, "session")} with the same tutor`];
  if (was !== null) parts.push(`before: ${was.withMostFrequent} of ${was.sessions}`);
  if (is.changes > consistency.freeChanges || (was?.changes ?? 0) > consistency.freeChanges)
    parts.push(
      `${count(is.changes, "change")} of tutor within ${count(consistency.changeWindowDays, "day")}`,
    );
  return { text: parts.join("; "), records };
}

function without(ids: readonly number[], others: readonly number[]): number[] {
  const known = new Set(others);
  return ids.filter((id) => !known.has(id));
}

function references(resource: RecordReference["resource"], ids: Iterable<number>): RecordReference[] {
  return Array.from(ids, (id) => ({ resource, id }));
}
