import type { TimelineLook } from "#ui/charts/hour-timeline.tsx";
import type { Status } from "#ui/status.ts";
import type { ForecastExplanation } from "../schemas/explanation.ts";
import type { BalanceState } from "../schemas/ground.ts";
import type { ImbalanceEpisode, Lever } from "../work-schemas.ts";

type Look = { word: string; status: Status };

export const stateLook: Record<BalanceState, Look> = {
  shortage: { word: "Shortage", status: "critical" },
  thin: { word: "Thin cover", status: "neutral" },
  ok: { word: "In balance", status: "good" },
  surplus: { word: "Surplus", status: "info" },
  unknown: { word: "Capacity not known", status: "neutral" },
};

/** States of a strip; hours in balance stay blank, so that what is not in balance stands out. */
export const timelineLooks: Partial<Record<BalanceState, TimelineLook>> = {
  shortage: { word: "shortage", status: "critical", fill: "hatched" },
  thin: { word: "thin cover: low balance, too little at stake", status: "warning", fill: "sparse" },
  surplus: { word: "surplus", status: "info", fill: "dotted" },
  unknown: { word: "capacity not known", status: "neutral", fill: "blank" },
};

export const severityLook: Record<ImbalanceEpisode["severity"], Look> = {
  critical: { word: "Critical", status: "critical" },
  warning: { word: "Warning", status: "warning" },
  info: { word: "Minor", status: "info" },
};

export const leverWords: Record<Lever["kind"], string> = {
  ask_tutors: "Ask tutors",
  extend_hours: "Extend hours",
  move_demand: "Move demand",
  recruit: "Recruit",
};

export const episodeStateWords: Record<ImbalanceEpisode["state"], string> = {
  open: "Open",
  filled: "Filled before it came",
  passed: "Came and passed",
  gone: "No longer expected",
};

export const partWords: Record<ForecastExplanation["parts"][number]["part"], string> = {
  level: "The usual level of an hour",
  trend: "The trend of the last weeks",
  hour_and_day: "This hour of this day of the week",
  holiday: "The holiday",
  season: "The season",
  feature: "What is known from outside",
  booked: "What is booked already, against what usually is by now",
  override: "The override",
  reconciled: "Brought into line with the total of all subjects",
};
