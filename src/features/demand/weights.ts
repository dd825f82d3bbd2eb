import { z } from "zod";

/** Name under which the settings are stored, with versions. */
export const demandSettingsName = "demand";

const share = z.number().min(0).max(1);

/** Every number of forecast and balance that a company would set. */
export const demandSettingsSchema = z
  .object({
    /** Days of history that models learn from. */
    trainingDays: z.number().int().min(28).max(1_095),
    /** Days ahead that are forecast, hour by hour. */
    horizonDays: z.number().int().min(1).max(7),
    /** Which holidays and terms the business keeps. */
    calendar: z.enum(["us", "none"]),
    /** Days of bookings from which it is learned how long before people book. */
    bookingDays: z.number().int().min(14).max(365),
    /** Weeks back on which models are tried before one is chosen, each 168 hours ahead. */
    selectionOrigins: z.number().int().min(4).max(26),
    balance: z.object({
      /** Capacity by demand under which an hour is short, and over which it has a surplus. */
      shortageBelow: z.number().positive().max(1),
      surplusAbove: z.number().min(1).max(100),
    }),
    early: z.object({
      /** Chance, per look, that a forecast is made early though the standing one is right. */
      falseAlarmRate: z.number().positive().max(0.1),
      /** Hours of outcomes that are compared with what was forecast of them. */
      windowHours: z.number().int().min(6).max(168),
      /** Hours that the standing forecast stays in force at least. */
      leastHours: z.number().int().min(1).max(168),
    }),
    outliers: z.object({
      /** How far from its expectation an hour has to lie, in robust standard deviations. */
      leastDeviations: z.number().min(3).max(20),
      /** Sessions by which it has to differ at least. */
      leastSessions: z.number().min(1).max(1_000),
      /** What such an hour weighs in training. */
      weight: share,
      /** An hour in which all subjects together fall below this share of the usual is an outage. */
      outageBelow: share,
      /** Where chance alone would make so few sessions of all subjects in less than this share of hours. */
      outageLevel: z.number().positive().max(0.01),
    }),
    monitoring: z.object({
      /** Days that are looked at. */
      days: z.number().int().min(7).max(90),
      /** Error by the floor that chance sets, from which a subject is forecast badly. */
      mostErrorByFloor: z.number().min(1).max(10),
      /** How far coverage may fall below what an exact law would cover. */
      mostCoverageGap: share,
      /** Hours with an outcome from which a subject is judged. */
      leastHours: z.number().int().min(24).max(2_000),
    }),
    /** The error in per cent that was asked for, in hours with five sessions or more. */
    targetMape: share,
  })
  .refine(
    ({ trainingDays, selectionOrigins }) => trainingDays >= 28 + 7 * selectionOrigins || trainingDays < 56,
    {
      path: ["selectionOrigins"],
      error: "So many weeks back leave fewer than 28 days of history to learn from.",
    },
  );

export type DemandSettings = z.infer<typeof demandSettingsSchema>;

/** Version 1 (2026-11). */
export const defaultDemandSettings: DemandSettings = {
  // A year and five weeks hold each holiday, and each change of term from both sides; older weeks say little of today.
  trainingDays: 400,
  horizonDays: 7,
  calendar: "us",
  // Eight weeks: long enough for every hour and day, short enough to follow how habits change.
  bookingDays: 56,
  selectionOrigins: 4,
  // As the company gave them (spec of demand, 7.6).
  balance: { shortageBelow: 0.8, surplusAbove: 1.3 },
  // One look an hour: about one wrong early run in three months. A day holds every hour of the day once.
  early: { falseAlarmRate: 0.0005, windowHours: 24, leastHours: 6 },
  outliers: { leastDeviations: 6, leastSessions: 4, weight: 0.1, outageBelow: 0.15, outageLevel: 1e-6 },
  monitoring: { days: 14, mostErrorByFloor: 1.35, mostCoverageGap: 0.05, leastHours: 168 },
  // Of the original list: possible only where an hour has some twenty sessions.
  targetMape: 0.2,
};

/** Days of history that the page shows unless it asks for others, and the most that it may ask for. */
export const historyDaysShown = 14;
export const mostHistoryDays = 90;

/** Days for which a version that somebody put into service stands against the weekly selection. (2026-11) */
export const pinnedDays = 28;

/** Hours beyond the horizon that a run forecasts too, so that the next one may come late. (2026-11) */
export const spareHours = 30;
