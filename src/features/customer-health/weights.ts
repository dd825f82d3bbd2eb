import { z } from "zod";

/** Name under which the settings are stored, with versions. */
export const healthSettingsName = "customer_health";

const points = z.number().min(0).max(100);
const days = z.number().positive().max(3_650);
const weight = z.number().min(0).max(1_000);

/** Every number of the health score that a company would set. */
export const healthSettingsSchema = z
  .object({
    /** Shares of the score; only their proportions count. */
    weights: z.object({
      first_session: weight,
      velocity: weight,
      inbound_calls: weight,
      goals: weight,
      tutor_consistency: weight,
    }),
    firstSession: z.object({
      /** The lowest rating that makes a first session a success, 1 to 5. */
      successRating: z.number().min(1).max(5),
    }),
    velocity: z.object({
      /** Completed sessions per week that score 100. */
      benchmarkPerWeek: z.number().positive().max(100),
      windowDays: days,
      /** A younger customer is measured as if this old, in days. */
      minimumAgeDays: days,
    }),
    calls: z.object({
      windowDays: days,
      /** Score by the number of calls in the window, from none; the last one stands for that many and more. */
      scores: z.array(points).min(1).max(20),
    }),
    goals: z.object({ open: points, completedWithNewer: points, completed: points }),
    consistency: z.object({
      windowDays: days,
      changeWindowDays: days,
      /** Changes of tutor within the change window that cost nothing. */
      freeChanges: z.number().int().min(0),
      /** Points taken for every further change. */
      penaltyPerChange: points,
    }),
    /** The highest score of each tier below thriving. */
    tiers: z.object({ criticalUpTo: points, atRiskUpTo: points, healthyUpTo: points }),
    overrides: z.object({
      /** Calls within the calls window that make a customer critical. */
      criticalCalls: z.number().int().min(1).max(100),
      /** Days without a completed session, and none booked, that make a customer critical. */
      lapsedDays: days,
      /** Days without a completed session, and none booked, that leave a customer at risk at best. */
      idleDays: days,
      /** Days since the primary goal was completed, with no new one, that leave a customer at risk at best. */
      goalDays: days,
    }),
    nudges: z.object({
      /** Completed sessions that a new customer should have by `earlyDays` after signup. */
      earlySessions: z.number().int().min(1).max(20),
      earlyDays: days,
      /** A first session rated below this raises a flag. */
      lowFirstRating: z.number().min(1).max(5),
    }),
  })
  .refine(({ weights }) => weights.velocity + weights.inbound_calls > 0, {
    path: ["weights"],
    error:
      "Velocity and inbound calls may not both weigh nothing: they are the two components that everyone has.",
  })
  .refine(({ velocity }) => velocity.minimumAgeDays <= velocity.windowDays, {
    path: ["velocity", "minimumAgeDays"],
    error: "The least age may not be longer than the window.",
  })
  .refine(({ tiers }) => tiers.criticalUpTo < tiers.atRiskUpTo && tiers.atRiskUpTo < tiers.healthyUpTo, {
    path: ["tiers"],
    error: "The limits of the tiers must rise from critical to healthy.",
  });

export type HealthSettings = z.infer<typeof healthSettingsSchema>;

/**
 * Version 1, as the company gave it (spec of customer health, sections 5.2 to 5.7; taken 2026-03).
 * Reasons: a bad first session loses more customers than anything later (30), a customer who stops booking is
 * leaving (25), a second call within two weeks means the first did not help (20, and the ladder), a reached goal
 * takes away the reason to stay (15), a changing tutor the relation (10).
 */
export const defaultHealthSettings: HealthSettings = {
  weights: { first_session: 30, velocity: 25, inbound_calls: 20, goals: 15, tutor_consistency: 10 },
  firstSession: { successRating: 4 },
  // Two hours a week is what learners with a goal book; a month evens out holidays and school weeks.
  velocity: { benchmarkPerWeek: 2, windowDays: 30, minimumAgeDays: 7 },
  calls: { windowDays: 14, scores: [100, 75, 40, 0] },
  goals: { open: 100, completedWithNewer: 80, completed: 50 },
  // A tutor's illness and the return after it are two changes: they are free.
  consistency: { windowDays: 90, changeWindowDays: 30, freeChanges: 2, penaltyPerChange: 10 },
  tiers: { criticalUpTo: 40, atRiskUpTo: 70, healthyUpTo: 85 },
  overrides: { criticalCalls: 2, lapsedDays: 60, idleDays: 21, goalDays: 30 },
  nudges: { earlySessions: 3, earlyDays: 7, lowFirstRating: 3 },
};
