import type { RecordReference } from "./change-text.ts";
import { type ComponentName, type ComponentScores, componentNames } from "./component-scores.ts";
import { componentMoves, type HealthCause, meanOf, settingsText } from "./explain.ts";
import type { Tier } from "./ladder.ts";
import { mergeTexts } from "./merge-texts.ts";
import type { HealthSettings } from "./weights.ts";
import { wholePoints } from "./whole-points.ts";

/** One row of a customer's history: the health from an instant on, and what moved it there. */
export type HistoryPoint = {
  asOf: Date;
  score: number | null;
  tier: Tier | null;
  unscoredReason: string | null;
  settingsVersion: number;
  components: ComponentScores;
  causes: readonly HealthCause[];
};

/** What one component, or a change of the settings, did between two instants. */
export type ChangePart = {
  component: ComponentName | "settings" | "rounding";
  points: number;
  text: string;
  records: RecordReference[];
};

export type ChangeSum = {
  scoreFrom: number | null;
  scoreTo: number | null;
  tierFrom: Tier | null;
  tierTo: Tier | null;
  /** Null where there is no score at both ends. */
  points: number | null;
  /** Most points first; they add up to `points`. */
  parts: ChangePart[];
  /** Why there is no score at the end, where there is none. */
  unscoredReason: string | null;
};

type Settings = (version: number) => HealthSettings;

type Moved = { points: number; texts: string[]; records: RecordReference[] };

/**
 * What moved a customer between two instants: `start` is the row that held at the first (null before the first
 * score), `changes` are the rows after it up to the second, oldest first. From row to row each component's part is
 * computed anew from what is stored with both, so that nothing gets lost between them; texts and records are those
 * that were kept with the rows. Stretches without a score are passed over.
 */
export function sumChanges(
  start: HistoryPoint | null,
  changes: readonly HistoryPoint[],
  settingsOf: Settings,
): ChangeSum {
  const end = changes.at(-1) ?? start;
  const ends = {
    scoreFrom: start?.score ?? null,
    scoreTo: end?.score ?? null,
    tierFrom: start?.tier ?? null,
    tierTo: end?.tier ?? null,
    unscoredReason: end?.unscoredReason ?? null,
  };
  if (ends.scoreFrom === null || ends.scoreTo === null) return { ...ends, points: null, parts: [] };
  const points = ends.scoreTo - ends.scoreFrom;
  return { ...ends, points, parts: toParts(addUp(start, changes, settingsOf), points) };
}

type MovedBy = Map<ComponentName | "settings", Moved>;

function addUp(start: HistoryPoint | null, changes: readonly HistoryPoint[], settingsOf: Settings): MovedBy {
  const moved: MovedBy = new Map();
  let before = start;
  for (const after of changes) {
    if (after.score === null) continue;
    if (before !== null) addStep(moved, before, after, settingsOf);
    before = after;
  }
  return moved;
}

function addStep(moved: MovedBy, before: HistoryPoint, after: HistoryPoint, settingsOf: Settings): void {
  const settings = settingsOf(after.settingsVersion);
  const causes = after.causes.filter(isOfComponent);
  if (before.settingsVersion === after.settingsVersion) {
    for (const { component, points } of componentMoves(before.components, after.components, settings))
      add(
        moved,
        component,
        points,
        causes.filter((cause) => cause.component === component),
      );
    return;
  }
  // What the records did is what was said then; all else is the doing of the settings.
  const difference =
    meanOf(after.components, settings) - meanOf(before.components, settingsOf(before.settingsVersion));
  let recorded = 0;
  for (const cause of causes) {
    add(moved, cause.component, cause.points, [cause]);
    recorded += cause.points;
  }
  const text = settingsText(before.settingsVersion, after.settingsVersion);
  add(moved, "settings", difference - recorded, [{ text, records: [] }]);
}

function isOfComponent(cause: HealthCause): cause is HealthCause & { component: ComponentName } {
  return (componentNames as readonly string[]).includes(cause.component);
}

function add(
  moved: MovedBy,
  component: ComponentName | "settings",
  points: number,
  causes: readonly Pick<HealthCause, "text" | "records">[],
): void {
  const so = moved.get(component) ?? { points: 0, texts: [], records: [] };
  so.points += points;
  for (const { text, records } of causes) {
    so.texts.push(text);
    for (const record of records)
      if (!so.records.some(({ resource, id }) => resource === record.resource && id === record.id))
        so.records.push(record);
  }
  moved.set(component, so);
}

const drifted: Record<ComponentName | "settings", string> = {
  first_session: "the first session",
  velocity: "sessions a week as time passed",
  inbound_calls: "calls",
  goals: "goals",
  tutor_consistency: "tutor consistency",
  settings: "other settings",
};

function toParts(moved: MovedBy, total: number): ChangePart[] {
  const found = [...moved].filter(([, { points }]) => Math.abs(points) > 1e-9);
  if (found.length === 0 && total !== 0)
    return [{ component: "rounding", points: total, text: "rounding", records: [] }];
  const whole = wholePoints(
    found.map(([, { points }]) => points),
    total,
  );
  return found
    .map(([component, { texts, records }], index) => {
      const text = texts.length === 0 ? drifted[component] : mergeTexts(texts);
      return { component, points: whole[index] ?? 0, text, records };
    })
    .sort((a, b) => Math.abs(b.points) - Math.abs(a.points));
}

/** "−18: 2 billing calls −15, a rating of 2 for the first session −3", or why there is nothing to add up. */
export function changeSumText({ scoreFrom, scoreTo, points, parts, unscoredReason }: ChangeSum): string {
  if (scoreTo === null)
    return unscoredReason === null ? "no score" : `no score: ${unscoredReason.replaceAll("_", " ")}`;
  if (scoreFrom === null) return `${scoreTo} of 100; there was no score before`;
  if (points === null || parts.length === 0) return `unchanged at ${scoreTo}`;
  const telling = parts
    .filter((part) => part.points !== 0)
    .map((part) => `${part.text} ${signed(part.points)}`);
  if (telling.length === 0) return `unchanged at ${scoreTo}`;
  return `${points === 0 ? "±0" : signed(points)}: ${telling.join(", ")}`;
}

function signed(points: number): string {
  return `${points < 0 ? "−" : "+"}${Math.abs(points)}`;
}
