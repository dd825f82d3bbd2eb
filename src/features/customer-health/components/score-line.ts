import { lookOfTier } from "#domain/customers/risk-tier.ts";
import type { ChartEvent, ChartPoint } from "#ui/charts/chart-data.ts";
import { formatSigned } from "#ui/figures/format.ts";
import type { HealthChange } from "../health-schemas.ts";

const dayMs = 86_400_000;

/** A change smaller than this gets no mark; marks that would touch a larger one's are left out. */
const smallestMarkedPoints = 3;
const mostMarks = 6;
const nearestMarksShare = 1 / 24;

/** The fewest days that the line shows, so that a week does not look like a season. */
const fewestDays = 14;

export type ScoreLine = { points: ChartPoint[]; events: ChartEvent[] };

/**
 * The score at the same time of each of the last `days` days and now, with marks where it moved most.
 * `changes` newest first, as the API gives them.
 */
export function scoreLine(
  changes: readonly HealthChange[],
  current: number | null,
  now: Date,
  days: number,
): ScoreLine {
  const nowMs = now.getTime();
  const instants = Array.from({ length: days + 1 }, (_, index) => nowMs - (days - index) * dayMs);
  const points = instants.map((atMs) => ({
    at: new Date(atMs).toISOString(),
    values: { score: atMs === nowMs ? current : scoreAt(changes, atMs) },
  }));
  const marked = findMarked(changes, days);
  const events = points.flatMap(({ at }, index) => {
    const from = index === 0 ? Number.NEGATIVE_INFINITY : Date.parse(points[index - 1]?.at ?? at);
    const within = marked.filter(({ asOf }) => Date.parse(asOf) > from && Date.parse(asOf) <= Date.parse(at));
    const [largest] = within;
    return largest
      ? [{ at, label: within.map(markText).join("; "), status: lookOfTier(largest.tier).status }]
      : [];
  });
  return { points, events };
}

/** How many days are known, from the first change on, within [14, `most`]. */
export function knownDays(changes: readonly HealthChange[], now: Date, most: number): number {
  const oldest = changes.at(-1);
  if (oldest === undefined || oldest.previousScore !== null) return most;
  const known = Math.ceil((now.getTime() - Date.parse(oldest.asOf)) / dayMs);
  return Math.min(most, Math.max(fewestDays, known));
}

function findMarked(changes: readonly HealthChange[], days: number): HealthChange[] {
  const nearestMs = days * dayMs * nearestMarksShare;
  const marked: HealthChange[] = [];
  const byWeight = changes
    .filter((change) => Math.abs(pointsOf(change)) >= smallestMarkedPoints || isForcedMove(change))
    .sort((a, b) => Math.abs(pointsOf(b)) - Math.abs(pointsOf(a)));
  for (const change of byWeight) {
    const touches = marked.some(
      ({ asOf }) => Math.abs(Date.parse(asOf) - Date.parse(change.asOf)) < nearestMs,
    );
    if (!touches && marked.length < mostMarks) marked.push(change);
  }
  return marked;
}

/** The score that was in force at an instant; null where it is not known. */
function scoreAt(changes: readonly HealthChange[], atMs: number): number | null {
  const inForce = changes.find(({ asOf }) => Date.parse(asOf) <= atMs);
  return inForce ? inForce.score : (changes.at(-1)?.previousScore ?? null);
}

/** By how many points a change moved the score; 0 where one of the two is missing. */
export function pointsOf({ score, previousScore }: HealthChange): number {
  return score === null || previousScore === null ? 0 : score - previousScore;
}

function isForcedMove({ tier, previousTier, score }: HealthChange): boolean {
  return score !== null && previousTier !== null && tier !== previousTier;
}

function markText(change: HealthChange): string {
  const [cause] = change.causes;
  const moved = pointsOf(change);
  const what = cause ? `: ${cause.text}` : "";
  return moved === 0 ? `${lookOfTier(change.tier).word}${what}` : `${formatSigned(moved)}${what}`;
}
