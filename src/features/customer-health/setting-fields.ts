import type { HealthSettings } from "./weights.ts";

/** Groups of settings in the order in which the page shows them. */
export const settingGroups = ["weights", "components", "windows", "tiers", "overrides", "nudges"] as const;

export type SettingGroup = (typeof settingGroups)[number];

/** One number that an administrator may set: where it stands, what it is called, and why it is what it is. */
export type SettingField = {
  path: string;
  group: SettingGroup;
  label: string;
  unit: "points" | "days" | "weight" | "stars" | "sessions a week" | "sessions" | "calls" | "changes";
  min: number;
  max: number;
  step: number;
  reason: string;
};

const field = (
  path: string,
  group: SettingGroup,
  label: string,
  unit: SettingField["unit"],
  [min, max, step]: [min: number, max: number, step: number],
  reason: string,
): SettingField => ({ path, group, label, unit, min, max, step, reason });

const percent: [number, number, number] = [0, 100, 1];
const longDays: [number, number, number] = [1, 365, 1];
const stars: [number, number, number] = [1, 5, 0.5];

/** Every number of the settings but the scores by number of calls, which are a list. */
const singleFields: readonly SettingField[] = [
  field(
    "weights.first_session",
    "weights",
    "First session",
    "weight",
    percent,
    "A bad first session loses more customers than anything later.",
  ),
  field(
    "weights.velocity",
    "weights",
    "Velocity",
    "weight",
    percent,
    "A customer who stops booking is leaving.",
  ),
  field(
    "weights.inbound_calls",
    "weights",
    "Inbound calls",
    "weight",
    percent,
    "A second call within two weeks means that the first did not help.",
  ),
  field(
    "weights.goals",
    "weights",
    "Goals",
    "weight",
    percent,
    "A goal that is reached takes away the reason to stay.",
  ),
  field(
    "weights.tutor_consistency",
    "weights",
    "Tutor consistency",
    "weight",
    percent,
    "A changing tutor wears out the relation.",
  ),
  field(
    "firstSession.successRating",
    "components",
    "First session succeeds from",
    "stars",
    stars,
    "A rating of 4 or more is a success everywhere in this product.",
  ),
  field(
    "velocity.benchmarkPerWeek",
    "components",
    "Sessions a week that score 100",
    "sessions a week",
    [0.25, 7, 0.25],
    "Two a week is what learners with a goal book.",
  ),
  field(
    "velocity.minimumAgeDays",
    "components",
    "Least age that velocity is measured over",
    "days",
    [1, 30, 1],
    "Two sessions in the first three days are no pace yet.",
  ),
  field(
    "goals.open",
    "components",
    "Goal not completed",
    "points",
    percent,
    "A goal to work on is a reason to stay.",
  ),
  field(
    "goals.completedWithNewer",
    "components",
    "Goal completed, a newer one set",
    "points",
    percent,
    "The next goal carries on, with less certainty.",
  ),
  field(
    "goals.completed",
    "components",
    "Goal completed, no new one",
    "points",
    percent,
    "An occasion to propose the next.",
  ),
  field(
    "consistency.freeChanges",
    "components",
    "Changes of tutor that cost nothing",
    "changes",
    [0, 10, 1],
    "A tutor's illness and the return after it are two changes.",
  ),
  field(
    "consistency.penaltyPerChange",
    "components",
    "Taken for each further change",
    "points",
    percent,
    "Every change beyond these means explaining oneself again.",
  ),
  field(
    "velocity.windowDays",
    "windows",
    "Velocity",
    "days",
    longDays,
    "A month evens out holidays and school weeks.",
  ),
  field(
    "calls.windowDays",
    "windows",
    "Inbound calls",
    "days",
    longDays,
    "A complaint is fresh for two weeks.",
  ),
  field(
    "consistency.windowDays",
    "windows",
    "Tutor consistency",
    "days",
    longDays,
    "A quarter shows who the usual tutor is.",
  ),
  field(
    "consistency.changeWindowDays",
    "windows",
    "Changes of tutor",
    "days",
    longDays,
    "Changes of the last month are those that are felt.",
  ),
  field(
    "tiers.criticalUpTo",
    "tiers",
    "Critical up to",
    "points",
    percent,
    "The lowest tier is for a call today.",
  ),
  field(
    "tiers.atRiskUpTo",
    "tiers",
    "At risk up to",
    "points",
    percent,
    "At risk is for a check-in this week.",
  ),
  field(
    "tiers.healthyUpTo",
    "tiers",
    "Healthy up to",
    "points",
    percent,
    "Above it nothing is missing: thriving.",
  ),
  field(
    "overrides.criticalCalls",
    "overrides",
    "Calls that make critical",
    "calls",
    [1, 20, 1],
    "A second call within the window means that the first did not help.",
  ),
  field(
    "overrides.lapsedDays",
    "overrides",
    "Without a session, none booked: critical",
    "days",
    longDays,
    "After two months without a session a customer has left without saying so.",
  ),
  field(
    "overrides.idleDays",
    "overrides",
    "Without a session, none booked: at risk at best",
    "days",
    longDays,
    "Three weeks are more than a holiday.",
  ),
  field(
    "overrides.goalDays",
    "overrides",
    "Goal completed, no new one: at risk at best",
    "days",
    longDays,
    "A month is time enough to agree on the next goal.",
  ),
  field(
    "nudges.earlySessions",
    "nudges",
    "Sessions that a new customer should have",
    "sessions",
    [1, 20, 1],
    "Who has not started within a week seldom does.",
  ),
  field("nudges.earlyDays", "nudges", "By this many days after signup", "days", [1, 60, 1], "As above."),
  field(
    "nudges.lowFirstRating",
    "nudges",
    "First session rated below",
    "stars",
    stars,
    "Worth a word also where the score stands.",
  ),
];

/** The fields of these settings; the list of scores by calls gives one each. */
export function settingFields({ calls }: Pick<HealthSettings, "calls">): SettingField[] {
  const ofCalls = calls.scores.map((_, number) =>
    field(
      `calls.scores.${number}`,
      "components",
      callsLabel(number, calls.scores.length - 1),
      "points",
      percent,
      number === 0 ? "Nobody calls when all is well." : "Each further call weighs more than the one before.",
    ),
  );
  return [...singleFields, ...ofCalls];
}

function callsLabel(number: number, last: number): string {
  if (number === 0) return "No call";
  const calls = number === 1 ? "call" : "calls";
  return number === last ? `${number} or more ${calls}` : `${number} ${calls}`;
}
