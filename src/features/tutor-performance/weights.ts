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
    model: z.object({
      /** Tutors with rated first sessions (or with booked ones) from which the spread between tutors is measured. */
      leastTutors: z.number().int().min(2).max(10_000),
      /** Rated first sessions of all tutors from which success is expected by subject, customer and hour. */
      leastFirstSessions: z.number().int().min(1).max(1_000_000),
      /** What is taken for the spread with fewer. */
      success: z.object({ mean: share, weightTrials }),
      cancellation: z.object({ mean: share, weightTrials }),
      /** However alike the tutors are, no expectation weighs more sessions than this. */
      mostWeightTrials: weightTrials,
    }),
    utilisation: z.object({
      /** The mean of the tutor's subjects counts like so many hours of availability. */
      weightHours: z.number().positive().max(10_000),
      /** Taken where nobody in the tutor's subjects has availability. */
      usual: share,
    }),
    anomalies: z.object({
      /** A week is out of the ordinary where chance alone makes one like it in less than this share of weeks. */
      level: z.number().positive().max(0.1),
      /** Weeks before it that it is compared with: at most, and at least. */
      historyWeeks: weeks,
      leastHistoryWeeks: weeks,
      /** Sessions (ratings, lengths) of a week from which it is judged. */
      leastSessions: z.number().int().min(1).max(100),
      /** Differences smaller than this are never out of the ordinary, in stars and in minutes of the week's mean. */
      leastStars: z.number().positive().max(4),
      leastMinutes: z.number().positive().max(600),
    }),
  })
  .refine(({ anomalies }) => anomalies.leastHistoryWeeks <= anomalies.historyWeeks, {
    path: ["anomalies", "leastHistoryWeeks"],
    error: "The least history may not be longer than the history.",
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
  // With fewer than twenty tutors their spread says more of chance than of them.
  model: {
    leastTutors: 20,
    // Some ten of each part of the day, among new customers and others.
    leastFirstSessions: 100,
    success: { mean: 0.8, weightTrials: 20 },
    cancellation: { mean: 0.04, weightTrials: 40 },
    mostWeightTrials: 200,
  },
  // Half a week of an ordinary tutor.
  utilisation: { weightHours: 10, usual: 0.5 },
  // Four measures a week are a thousand looks in five years: about one of them is wrong.
  anomalies: {
    level: 0.001,
    historyWeeks: 26,
    leastHistoryWeeks: 8,
    leastSessions: 5,
    leastStars: 0.5,
    leastMinutes: 5,
  },
};
