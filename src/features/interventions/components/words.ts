import type { Outcome } from "../outcome.ts";
import type { ActionKind, Channel, Urgency } from "../rules.ts";

export const urgencyWords: Record<Urgency, { word: string; status: "critical" | "warning" | "neutral" }> = {
  today: { word: "Today", status: "critical" },
  this_week: { word: "This week", status: "warning" },
  when_convenient: { word: "When convenient", status: "neutral" },
};

export const actionWords: Record<ActionKind, string> = {
  call: "Call",
  email: "Email",
  offer: "Offer",
  task: "Task",
  other: "Other",
};

export const channelWords: Record<Channel, string> = { phone: "Call", email: "Email", task: "Task" };

export const outcomeWords: Record<Outcome, { word: string; status: "good" | "critical" | "neutral" }> = {
  came_back: { word: "Came back", status: "good" },
  tier_rose: { word: "Tier rose", status: "good" },
  tier_fell: { word: "Tier fell", status: "critical" },
  left: { word: "Left", status: "critical" },
  no_change: { word: "No change", status: "neutral" },
};
