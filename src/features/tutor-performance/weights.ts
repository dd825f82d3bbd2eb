import { z } from "zod";

/** Name under which the settings are stored, with versions. */
export const tutorSettingsName = "tutor_performance";

const share = z.number().min(0).max(1);
const days = z.number().int().positive().max(730);
const weeks = z.number().int().min(2).max(104);
const weightTrials = z.number().positive().max(100_000);

/** Every number of the tutors' measures that a company would set. */
export const tutorSettingsSchema = z
  .object({
    /** The lowest rating that makes a session a success, 1 to 5. */
    successRating: z.number().min(1).max(5),
    flags: z.object({
      /** A flag is raised from this certainty on … */
      raiseFrom: share,
      /** … and falls below this one. */
      fallBelow: share,
      /** New flags that ask for coaching, per business week; the worst come first. */
      mostNewPerWeek: z.number().int().min(0).max(10_000),
    }),
    underperforming: z.object({
      /** First-session success under this is too low. */
      leastSuccess: share,
      windowDays: days,
    }),
    slipping: z.object({
      /** Business weeks that are looked at for a drop. */
      weeks,
      /** A drop counts from this share of the tutor's own earlier rate on. */
      leastDrop: share,
      /** Chance that a tutor's rate changes from one week to the next. */
      changePerWeek: z.number().positive().max(0.5),
      /** What is known of a rate after a change: its mean, and how many sessions that knowledge weighs. */
      afterChange: z.object({ mean: share, weightTrials }),
    }),
    cancelling: z.object({
      /** A share of booked sessions that the tutor cancels above this is too high. */
      mostCancelled: share,
      windowDays: days,
    }),
    trend: z.object({
      /** Days of the shorter comparison, with as many before; and of the longer one. */
      shortDays: days,
      longDays: days,
      /** A change is significant where chance alone makes it in less than this share of cases. */
      level: z.number().positive().max(0.5),
      /** A fall of less than this share of the earlier value is no decline. */
      leastDrop: share,
    }),
    ranking: z.object({
      /** Rated first sessions from which a tutor is ranked. */
      leastRated: z.number().int().min(1).max(1_000),
      /** Places on the leaderboard. */
      leaderboardPlaces: z.number().int().min(1).max(100),
    }),
  })
  .refine(({ flags }) => flags.fallBelow < flags.raiseFrom, {
    path: ["flags", "fallBelow"],
    error: "The certainty at which a flag falls must lie under the one at which it is raised.",
  });

export type TutorSettings = z.infer<typeof tutorSettingsSchema>;

/**
 * Version 1, as the company gave it (spec of tutor performance, sections 6.1 to 6.8; taken 2026-11). What was
 * measured with these numbers, false alarms and weeks until a slip is found, stands in docs/models.md.
 */
export const defaultTutorSettings: TutorSettings = {
  successRating: 4,
  flags: { raiseFrom: 0.8, fallBelow: 0.6, mostNewPerWeek: 10 },
  // A quarter of a year: long enough for sixty first sessions of a busy tutor, short enough to speak of today.
  underperforming: { leastSuccess: 0.7, windowDays: 84 },
  // One change a year, on average, and a rate that may be anything afterwards.
  slipping: { weeks: 16, leastDrop: 0.2, changePerWeek: 0.02, afterChange: { mean: 0.5, weightTrials: 4 } },
  cancelling: { mostCancelled: 0.1, windowDays: 56 },
  trend: { shortDays: 7, longDays: 28, level: 0.05, leastDrop: 0.2 },
  // Below ten, the interval of the rate is wider than the whole field.
  ranking: { leastRated: 10, leaderboardPlaces: 10 },
};
