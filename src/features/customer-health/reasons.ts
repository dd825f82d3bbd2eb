import { dayMs } from "#domain/time/day-ms.ts";
import { type ComponentName, componentNames, measuredTimeMs, weightedMean } from "./component-scores.ts";
import type { HealthFeatures } from "./features.ts";
import { idleFromMs } from "./ladder.ts";
import type { HealthScore } from "./score.ts";
import type { HealthSettings } from "./weights.ts";
import { count, decimal } from "./wording.ts";

/** What one component takes from 100, in points of the score, with the figures. The text is written when it is read. */
export type Reason = {
  component: ComponentName;
  points: number;
  score: number;
  weight: number;
  readonly text: string;
};

/** A component that has nothing to go on, and why. The text is written when it is read. */
export type MissingComponent = { component: ComponentName; weight: number; readonly text: string };

/**
 * Each component's contribution to the distance from 100, worst first: weight × (100 − component score) ÷ weight of
 * all that are there. The points add up to 100 − the mean before rounding.
 */
export function explainScore(
  features: HealthFeatures,
  { components }: Pick<HealthScore, "components">,
  asOfMs: number,
  settings: HealthSettings,
): { reasons: Reason[]; missing: MissingComponent[] } {
  const present = weightOfPresent(components, settings);
  const reasons: Reason[] = [];
  const missing: MissingComponent[] = [];
  for (const component of componentNames) {
    const score = components[component];
    const weight = settings.weights[component];
    // Most who ask for everybody want to know what costs points, and read one sentence or none.
    if (score === null)
      missing.push({
        component,
        weight,
        get text() {
          return missingText(component, features, settings);
        },
      });
    else
      reasons.push({
        component,
        points: (weight * (100 - score)) / present,
        score,
        weight,
        get text() {
          return reasonText[component](features, asOfMs, settings);
        },
      });
  }
  return { reasons: reasons.sort((a, b) => b.points - a.points), missing };
}

function weightOfPresent(components: HealthScore["components"], { weights }: HealthSettings): number {
  const total = componentNames.reduce((sum, name) => sum + weights[name], 0);
  return weightedMean(components, weights).presentWeight * total;
}

type ReasonText = (features: HealthFeatures, asOfMs: number, settings: HealthSettings) => string;

const reasonText: Record<ComponentName, ReasonText> = {
  first_session: ({ firstSession }, _asOf, settings) =>
    `The first session was rated ${decimal(firstSession?.rating ?? 0)}; ${decimal(settings.firstSession.successRating)} or more is a success`,
  velocity: (features, asOfMs, settings) => {
    const measuredDays = measuredTimeMs(features, asOfMs, settings) / dayMs;
    const sessions = features.recentSessionIds.length;
    const perWeek = decimal((sessions / measuredDays) * 7);
    const { windowDays, benchmarkPerWeek } = settings.velocity;
    const pace = `${perWeek} a week against ${decimal(benchmarkPerWeek)}`;
    const held = sessions === 0 ? "No completed session" : count(sessions, "completed session");
    if (measuredDays >= windowDays) return `${held} in the last ${count(windowDays, "day")}: ${pace}`;
    return `${held}, measured over ${decimal(measuredDays)} days since signup: ${pace}`;
  },
  inbound_calls: ({ calls }, _asOf, settings) => callsText(calls, settings),
  goals: ({ goal }) => {
    if (goal === null || goal.completedAtMs === null) return "The primary goal is not completed yet";
    if (goal.newerGoalId !== null) return "The primary goal is completed, and a newer goal exists";
    return "The primary goal is completed and no new one is set: an occasion to propose the next";
  },
  tutor_consistency: ({ tutors }, _asOf, { consistency }) => {
    if (tutors === null) return "";
    const share = `${tutors.withMostFrequent} of ${count(tutors.sessions, "session")} in the last ${count(consistency.windowDays, "day")} with the same tutor`;
    if (tutors.changes <= consistency.freeChanges) return share;
    return `${share}; ${count(tutors.changes, "change")} of tutor in the last ${count(consistency.changeWindowDays, "day")}, of which ${consistency.freeChanges} cost nothing`;
  },
};

/** "2 calls in the last 14 days (billing, tutor_complaint)". */
function callsText(calls: HealthFeatures["calls"], settings: HealthSettings): string {
  const window = `in the last ${count(settings.calls.windowDays, "day")}`;
  if (calls.length === 0) return `No calls ${window}`;
  return `${count(calls.length, "call")} ${window} (${calls.map(({ reason }) => reason).join(", ")})`;
}

function missingText(component: ComponentName, features: HealthFeatures, settings: HealthSettings): string {
  if (component === "goals") return "No primary goal";
  if (component === "tutor_consistency")
    return `No completed session in the last ${count(settings.consistency.windowDays, "day")}`;
  return features.firstSession === null ? "No completed session yet" : "The first session is not rated yet";
}

const tierWords = { critical: "critical", at_risk: "at risk", healthy: "healthy", thriving: "thriving" };

/** The tier in words; where it is forced, by what: "critical: 2 calls in 14 days; score 88". */
export function tierText(
  scored: HealthScore,
  features: HealthFeatures,
  asOfMs: number,
  settings: HealthSettings,
) {
  const { tier, score, forcedBy } = scored;
  if (forcedBy === null) return `${tierWords[tier]}: score ${score}`;
  return `${tierWords[tier]}: ${flagText(forcedBy.code, features, asOfMs, settings)}; score ${score}`;
}

/** What a flag says, with its figures. */
export function flagText(
  code: HealthScore["flags"][number]["code"],
  features: HealthFeatures,
  asOfMs: number,
  { calls, overrides, nudges }: HealthSettings,
): string {
  if (code === "calls") return `${count(features.calls.length, "call")} in ${count(calls.windowDays, "day")}`;
  if (code === "lapsed" || code === "idle") {
    const idleDays = Math.floor((asOfMs - idleFromMs(features)) / dayMs);
    return `no completed session for ${count(idleDays, "day")} and none booked`;
  }
  if (code === "goal") return `goal completed and no new one for ${count(overrides.goalDays, "day")}`;
  if (code === "low_first_rating")
    return `first session rated ${decimal(features.firstSession?.rating ?? 0)}`;
  return `${features.earlySessions ?? 0} of ${count(nudges.earlySessions, "session")} by day ${decimal(nudges.earlyDays)} after signup`;
}
