import { z } from "zod";
import type { leverKinds } from "./lever-kinds.ts";

/** Name under which the settings are stored, with versions. */
export const imbalanceSettingsName = "demand_imbalance";

const share = z.number().min(0).max(1);
const hours = z.number().min(0).max(8_760);

const leverSchema = z.object({
  /** Hours that it takes from the decision to the first session. */
  leadHours: hours,
  /** Share of those who are asked that is expected to agree. */
  acceptance: share,
  /** What it costs for each session that it closes, in cents: what puts the cheapest first. */
  centsPerSession: z.number().int().nonnegative(),
});

/** Every number of episodes and levers that a company would set; the limits of the balance are in the settings of demand. */
export const imbalanceSettingsSchema = z
  .object({
    /** An hour of an episode stays part of it until its balance is so much better than the limit, as a share of it. */
    keepMargin: share,
    /** How probable it has to be that an hour's demand is more than can be served: to begin, and to go on. */
    hourProbability: z.object({ open: share, keep: share }),
    /** Sessions of an hour that are expected to go unserved: to begin, and to go on. Settings of before lack it. */
    hourUnserved: z
      .object({ open: z.number().min(0), keep: z.number().min(0) })
      .default({ open: 0.5, keep: 0.25 }),
    /** Sessions of an episode that are expected to go unserved: to raise it, and to keep it open. */
    unserved: z.object({ open: z.number().positive(), keep: z.number().positive() }),
    /** Probability that so many sessions (`unserved.keep`) go unserved: to raise it, and to keep it open. */
    probability: z.object({ open: share, keep: share }),
    /** Good hours between two short ones that do not part an episode. */
    bridgedHours: z.number().int().min(0).max(12),
    /** Sessions that could be held and are not asked for, over an episode of surplus: to raise it, and to keep it open. */
    spare: z.object({ open: z.number().positive(), keep: z.number().positive() }),
    /** Limits of the range that unserved sessions are given with: its lower and upper probability. */
    range: z.object({ lower: share, upper: share }),
    severity: z.object({
      /** Hours ahead at which an episode counts for half of what it counts when it begins. */
      halfHours: z.number().positive().max(168),
      /** Unserved sessions × probability × nearness from which it is critical, and from which it is a warning. */
      critical: z.number().positive(),
      warning: z.number().positive(),
      /** It falls back only under this share of the limit. */
      keepShare: share,
    }),
    levers: z.object({
      askTutors: leverSchema,
      extendHours: leverSchema,
      moveDemand: leverSchema,
      recruit: leverSchema,
      /** Hours of the tutor's day within which somebody may be asked to teach. */
      askBetween: z.object({ from: z.number().int().min(0).max(24), to: z.number().int().min(0).max(24) }),
      /** Hours that somebody at work may be asked to begin earlier or stay longer. */
      mostExtendedHours: z.number().int().min(1).max(6),
      /** Hours that a customer may be asked to move. */
      mostMovedHours: z.number().int().min(1).max(24),
      /** Days, and earlier episodes in them at the same hours of the week, from which recruiting is the answer. */
      repeatedDays: z.number().int().min(7).max(365),
      repeatedEpisodes: z.number().int().min(1).max(52),
      /** Tutors who are named. */
      named: z.number().int().min(1).max(50),
    }),
    /** Hours after its end until what became of an episode is measured: statuses are known by then. */
    outcomeAfterHours: hours,
  })
  .refine(({ unserved }) => unserved.keep <= unserved.open, {
    error: "Closing needs less than opening.",
    path: ["unserved"],
  })
  .refine(({ range }) => range.lower < range.upper, {
    error: "The range has to begin under its end.",
    path: ["range"],
  });

export type ImbalanceSettings = z.infer<typeof imbalanceSettingsSchema>;
export type LeverSettings = z.infer<typeof leverSchema>;

/**
 * Version 1 (2026-12). Two sessions, because a gap of one is what chance makes of a full hour; a coin's chance for an hour and
 * three in five for the whole, because an alert that is wrong every second time is not read. Half of each limit, or a
 * tenth of the balance, to keep an episode: between two runs a forecast moves by less. Nearness halves with each
 * day ahead: `halfHours` ÷ (`halfHours` + hours left). Eight unserved sessions at a day ahead are critical, three a warning.
 *
 * Levers: a message is answered within six hours in the daytime, somebody at work within three; a customer moves with a
 * day's notice at best, and half a day at least; hiring takes three weeks. Who agrees (three of ten, four of ten, one of
 * four) and what it costs (five minutes of a coordinator, a credit for the customer, a bonus for the longer day, a hiring
 * spread over the sessions of a quarter) are placeholders until outcomes of recommendations say better.
 */
export const defaultImbalanceSettings: ImbalanceSettings = {
  keepMargin: 0.1,
  hourProbability: { open: 0.5, keep: 0.35 },
  hourUnserved: { open: 0.5, keep: 0.25 },
  unserved: { open: 2, keep: 1 },
  probability: { open: 0.6, keep: 0.4 },
  bridgedHours: 1,
  spare: { open: 10, keep: 6 },
  range: { lower: 0.1, upper: 0.9 },
  severity: { halfHours: 24, critical: 4, warning: 1.5, keepShare: 0.8 },
  levers: {
    askTutors: { leadHours: 6, acceptance: 0.3, centsPerSession: 200 },
    extendHours: { leadHours: 3, acceptance: 0.4, centsPerSession: 500 },
    moveDemand: { leadHours: 12, acceptance: 0.25, centsPerSession: 400 },
    recruit: { leadHours: 504, acceptance: 1, centsPerSession: 1_500 },
    askBetween: { from: 8, to: 22 },
    mostExtendedHours: 2,
    mostMovedHours: 4,
    repeatedDays: 28,
    repeatedEpisodes: 2,
    named: 5,
  },
  outcomeAfterHours: 24,
};

/** Two names of one thing: levers as they are stored, and as settings name them. */
export const leverSettingsOf = {
  ask_tutors: "askTutors",
  extend_hours: "extendHours",
  move_demand: "moveDemand",
  recruit: "recruit",
} as const satisfies Record<(typeof leverKinds)[number], keyof ImbalanceSettings["levers"]>;
