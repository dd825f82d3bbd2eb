import { changeText, type RecordReference } from "./change-text.ts";
import {
  type ComponentName,
  type ComponentScores,
  componentNames,
  scoreComponents,
  weightedMean,
} from "./component-scores.ts";
import type { HealthFeatures } from "./features.ts";
import type { ForcingCode } from "./ladder.ts";
import { tierText } from "./reasons.ts";
import type { CustomerHealth, HealthScore, UnscoredReason } from "./score.ts";
import type { HealthSettings } from "./weights.ts";

/** One thing that moved a score: by how many points, and the records behind it. */
export type HealthCause = {
  /** `tier`: the ladder began or ceased to force; `status`: scored or not; `settings`: other numbers. They carry the rest. */
  component: ComponentName | "settings" | "status" | "tier";
  points: number;
  text: string;
  records: RecordReference[];
};

/** A customer's health as of an instant, as it was computed or stored. */
export type HealthState = {
  asOfMs: number;
  settingsVersion: number;
  unscoredReason: UnscoredReason | null;
  scored: HealthScore | null;
  features: HealthFeatures | null;
};

/** `health` as of `asOfMs`, computed with the settings of that version. */
export function healthState(health: CustomerHealth, asOfMs: number, settingsVersion: number): HealthState {
  const { unscoredReason, scored, features } = health;
  return { asOfMs, settingsVersion, unscoredReason, scored, features };
}

/**
 * What moved a customer from `before` to `after`, most points first. The points add up to the difference of the two
 * means before rounding (to floating error): each component is moved from its old to its new score in turn, first
 * those that went missing, then those that stayed, then those that appeared, so that what a missing component does
 * to the others' weights counts as its own doing. Where the settings themselves are others (`settingsBefore`), their
 * effect on the features before comes first, as `settings`.
 */
export function explainChange(
  before: HealthState,
  after: HealthState,
  settings: HealthSettings,
  settingsBefore: HealthSettings = settings,
): HealthCause[] {
  if (before.scored === null || after.scored === null || before.features === null || after.features === null)
    return statusCauses(before, after);
  const causes: HealthCause[] = [];
  // What the other settings alone make of the components before; other windows show in the components after.
  const { components } = before.scored;
  const rescored =
    settingsBefore === settings ? components : scoreComponents(before.features, before.asOfMs, settings);
  const reweighted = meanOf(rescored, settings) - meanOf(components, settingsBefore);
  if (isMove(reweighted)) {
    const text = settingsText(before.settingsVersion, after.settingsVersion);
    causes.push({ component: "settings", points: reweighted, text, records: [] });
  }
  for (const { component, points } of componentMoves(rescored, after.scored.components, settings)) {
    const change = changeText[component](before.features, after.features, after.asOfMs, settings);
    causes.push({ component, points, ...change });
  }
  causes.sort((a, b) => Math.abs(b.points) - Math.abs(a.points));
  if (forcedBy(before) !== forcedBy(after))
    causes.push({ component: "tier", points: 0, text: forcingText(before, after, settings), records: [] });
  return causes;
}

/** "−18: two billing calls −15, a rating of 2 −3" without the leading total where there is no score on either side. */
export function causesText(causes: readonly HealthCause[]): string {
  const total = causes.reduce((sum, { points }) => sum + points, 0);
  const parts = causes.map(({ text, points }) => (points === 0 ? text : `${text} ${signed(points)}`));
  return causes.some(({ points }) => points !== 0)
    ? `${signed(total)}: ${parts.join(", ")}`
    : parts.join(", ");
}

/** How a change of settings is named among causes. */
export function settingsText(before: number, after: number): string {
  return `version ${after} of the settings in place of ${before}`;
}

function signed(points: number): string {
  const rounded = Math.round(Math.abs(points) * 10) / 10;
  return `${points < 0 ? "−" : "+"}${rounded}`;
}

function statusCauses(before: HealthState, after: HealthState): HealthCause[] {
  if (before.unscoredReason === after.unscoredReason) return [];
  const text =
    after.unscoredReason === null
      ? "has a score again"
      : `no score: ${after.unscoredReason.replaceAll("_", " ")}`;
  return [{ component: "status", points: 0, text, records: [] }];
}

function forcedBy({ scored }: HealthState): ForcingCode | null {
  return (scored?.forcedBy?.code ?? null) as ForcingCode | null;
}

function forcingText(before: HealthState, after: HealthState, settings: HealthSettings): string {
  if (after.scored === null || after.features === null) return "";
  const text = tierText(after.scored, after.features, after.asOfMs, settings);
  const ended = forcedBy(before);
  return after.scored.forcedBy === null && ended !== null
    ? `no longer forced by ${forcedByWords[ended]}; ${text}`
    : text;
}

const forcedByWords: Record<ForcingCode, string> = {
  calls: "calls",
  lapsed: "a long time without sessions",
  idle: "weeks without sessions",
  goal: "a completed goal with none after it",
};

/** The score before rounding. */
export function meanOf(components: ComponentScores, settings: HealthSettings): number {
  return weightedMean(components, settings.weights).mean;
}

// Sums of products differ in their last digits; nothing that a record does is as small.
function isMove(points: number): boolean {
  return Math.abs(points) > 1e-9;
}

/** What each component moved the mean by, one after the other; the points add up to the difference of the means. */
export function componentMoves(before: ComponentScores, after: ComponentScores, settings: HealthSettings) {
  const changed = componentNames.filter((name) => before[name] !== after[name]);
  const order = [
    ...changed.filter((name) => after[name] === null),
    ...changed.filter((name) => before[name] !== null && after[name] !== null),
    ...changed.filter((name) => before[name] === null),
  ];
  const current = { ...before };
  let mean = meanOf(current, settings);
  const moves: { component: ComponentName; points: number }[] = [];
  for (const component of order) {
    current[component] = after[component];
    const moved = meanOf(current, settings);
    if (isMove(moved - mean)) moves.push({ component, points: moved - mean });
    mean = moved;
  }
  return moves;
}
