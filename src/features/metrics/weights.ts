import { z } from "zod";

/** Numbers of the metrics that a company would set. Stored as settings `metrics`; these are the defaults. */
export const metricSettingsSchema = z.object({
  /** Sessions a business day should have; null: the mean of the same weekday over the last four weeks. */
  sessionsPerDayTarget: z.number().int().positive().nullable(),
  /** Limits by metric name, where they differ from those of its declaration. */
  limits: z.record(z.string(), z.object({ warning: z.number(), critical: z.number() })),
});

export type MetricSettings = z.infer<typeof metricSettingsSchema>;

export const defaultMetricSettings: MetricSettings = { sessionsPerDayTarget: null, limits: {} };

/** Ratings under which a mean says nothing yet: its standard error is then above a quarter star. */
export const minimumRatedSessions = 10;

/** Weeks whose same hour or weekday make "the usual": one month, so that a single odd week weighs a quarter. */
export const usualWeeks = 4;

/** How far back missing samples are filled, in days: thirty for the longest range and its sparkline, and the usual weeks. */
export const backfillDays = 35;

/** A session without an end that started longer ago than this is not running, in hours. */
export const longestSessionHours = 12;

/** How long a sample may be old before its card says so: three of the 30-second rounds and a margin. (2026-11) */
export const sampleStaleAfterSeconds = 120;
