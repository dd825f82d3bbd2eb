import { dayMs } from "#domain/time/day-ms.ts";
import type { CustomerSituation } from "./situation.ts";
import type { InterventionSettings } from "./weights.ts";

export type ActionKind = "email" | "call" | "task" | "offer" | "other";
export type Channel = "phone" | "email" | "task";
export type Urgency = "today" | "this_week" | "when_convenient";

/** What a rule proposes; the rest of a suggestion follows from it. */
export type Proposal = {
  title: string;
  action: ActionKind;
  channel: Channel;
  urgency: Urgency;
  /** The sentence with the figures that led to it. */
  why: () => string;
  /** The component that it is meant to raise. */
  raises: "velocity" | "inbound_calls" | "goals" | "tutor_consistency";
};

export type RuleContext = { customer: CustomerSituation; asOfMs: number; settings: InterventionSettings };
export type Rule = { code: string; propose: (context: RuleContext) => Proposal | null };

const flagOf = ({ flags }: CustomerSituation, code: string) => flags.find((flag) => flag.code === code);
const reasonOf = ({ reasons }: CustomerSituation, component: string) =>
  reasons.find((reason) => reason.component === component);

function isRecent(sinceMs: number, { asOfMs, settings }: RuleContext): boolean {
  return asOfMs - sinceMs <= settings.rules.nudgeDays * dayMs;
}

/** Flags that are worth a nudge while they are recent, and nothing later. */
const nudges: readonly string[] = ["low_first_rating", "slow_start"];

/** The instants, in epoch milliseconds and rising, from which on rules may propose something else by time alone. */
export function proposalChangesMs(
  { flags }: Pick<CustomerSituation, "flags">,
  settings: InterventionSettings,
): number[] {
  return flags
    .filter(({ code }) => nudges.includes(code))
    .map(({ sinceMs }) => Math.floor(sinceMs + settings.rules.nudgeDays * dayMs) + 1)
    .toSorted((a, b) => a - b);
}

function callsAboutTutor({ customer }: RuleContext): Proposal | null {
  const calls = flagOf(customer, "calls");
  const about = customer.callReasons.filter((reason) => reason === "tutor_complaint").length;
  if (calls === undefined || about === 0) return null;
  const why = () => `${calls.text}, ${about} of them about the tutor`;
  return {
    title: "Call today about the tutor",
    action: "call",
    channel: "phone",
    urgency: "today",
    why,
    raises: "inbound_calls",
  };
}

function repeatedCalls({ customer }: RuleContext): Proposal | null {
  const calls = flagOf(customer, "calls");
  if (calls === undefined) return null;
  const topics = [...new Set(customer.callReasons)].map((reason) => reason.replaceAll("_", " "));
  const title =
    topics.length === 1 ? `Call today about ${topics[0]}` : "Call today: settle what the calls were about";
  const why = () => (topics.length === 0 ? calls.text : `${calls.text} (${topics.join(", ")})`);
  return { title, action: "call", channel: "phone", urgency: "today", why, raises: "inbound_calls" };
}

function oneComplaint({ customer }: RuleContext): Proposal | null {
  if (!customer.callReasons.includes("tutor_complaint")) return null;
  const why = () => reasonOf(customer, "inbound_calls")?.text ?? "one call about the tutor";
  return {
    title: "Offer another tutor",
    action: "offer",
    channel: "phone",
    urgency: "this_week",
    why,
    raises: "inbound_calls",
  };
}

function lapsed({ customer }: RuleContext): Proposal | null {
  const flag = flagOf(customer, "lapsed");
  if (flag === undefined) return null;
  return {
    title: "Welcome back with an offer",
    action: "offer",
    channel: "email",
    urgency: "this_week",
    why: () => flag.text,
    raises: "velocity",
  };
}

function lowFirstRating(context: RuleContext): Proposal | null {
  const flag = flagOf(context.customer, "low_first_rating");
  if (flag === undefined || !isRecent(flag.sinceMs, context)) return null;
  return {
    title: "Apologise and offer another tutor",
    action: "offer",
    channel: "phone",
    urgency: "today",
    why: () => flag.text,
    raises: "velocity",
  };
}

function slowStart(context: RuleContext): Proposal | null {
  const flag = flagOf(context.customer, "slow_start");
  if (flag === undefined || !isRecent(flag.sinceMs, context)) return null;
  return {
    title: "Help to book the next sessions",
    action: "email",
    channel: "email",
    urgency: "this_week",
    why: () => flag.text,
    raises: "velocity",
  };
}

function tutorChanges({ customer, settings }: RuleContext): Proposal | null {
  const reason = reasonOf(customer, "tutor_consistency");
  if (reason === undefined || customer.tutorChanges <= settings.rules.freeTutorChanges) return null;
  return {
    title: "Offer a regular tutor",
    action: "offer",
    channel: "email",
    urgency: "this_week",
    why: () => reason.text,
    raises: "tutor_consistency",
  };
}

function idle({ customer }: RuleContext): Proposal | null {
  const flag = flagOf(customer, "idle");
  if (flag === undefined) return null;
  return {
    title: "Check in on frequency",
    action: "call",
    channel: "phone",
    urgency: "this_week",
    why: () => flag.text,
    raises: "velocity",
  };
}

function goalReached({ customer }: RuleContext): Proposal | null {
  if (!customer.isGoalOpenEnded) return null;
  const flag = flagOf(customer, "goal");
  const why = () => flag?.text ?? reasonOf(customer, "goals")?.text ?? "goal completed and no new one set";
  const urgency = flag === undefined ? "when_convenient" : "this_week";
  return {
    title: "Congratulate and propose the next goal",
    action: "email",
    channel: "email",
    urgency,
    why,
    raises: "goals",
  };
}

function lowFrequency({ customer, settings }: RuleContext): Proposal | null {
  const reason = reasonOf(customer, "velocity");
  if (reason === undefined || reason.points < settings.rules.velocityPoints) return null;
  return {
    title: "Check in on frequency",
    action: "email",
    channel: "email",
    urgency: "this_week",
    why: () => reason.text,
    raises: "velocity",
  };
}

function worstComponent({ customer }: RuleContext): Proposal | null {
  const worst = customer.reasons[0];
  const atRisk = customer.tier === "critical" || customer.tier === "at_risk";
  if (!atRisk || worst === undefined || worst.points <= 0) return null;
  return {
    title: "Ask how it is going",
    action: "email",
    channel: "email",
    urgency: "when_convenient",
    why: () => worst.text,
    raises: "velocity",
  };
}

/** From the most pressing; the first that has something to propose decides. */
export const rules: readonly Rule[] = [
  { code: "calls_about_tutor", propose: callsAboutTutor },
  { code: "repeated_calls", propose: repeatedCalls },
  { code: "lapsed", propose: lapsed },
  { code: "low_first_rating", propose: lowFirstRating },
  { code: "tutor_complaint", propose: oneComplaint },
  { code: "idle", propose: idle },
  { code: "slow_start", propose: slowStart },
  { code: "tutor_changes", propose: tutorChanges },
  { code: "goal_reached", propose: goalReached },
  { code: "low_frequency", propose: lowFrequency },
  { code: "worst_component", propose: worstComponent },
];
