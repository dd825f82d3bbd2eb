import { z } from "@hono/zod-openapi";
import { tutorFlags } from "#domain/tutors/tutor-flag.ts";
import { tutorStatuses } from "#domain/tutors/tutor-status.ts";
import { tutorTiers } from "#domain/tutors/tutor-tier.ts";
import { listPage } from "#platform/http/list-page.ts";

const instant = z.iso.datetime();
const share = z.number().min(0).max(1);
const count = z.int().nonnegative();
const direction = z.enum(["improving", "declining", "stable", "too_few"]);

const rateSchema = z
  .object({ rate: share, lower: share, upper: share })
  .openapi({ description: "A rate with the interval that holds the true one with 95 % (Wilson)." });

export const trendSchema = z
  .object({
    measure: z.enum(["success", "rating"]),
    days: z.int().openapi({ description: "Days that are compared with as many before." }),
    direction,
    before: z.number().nullable(),
    after: z.number().nullable(),
    change: z.number().nullable().openapi({ description: "As a share of the earlier value." }),
  })
  .openapi("TutorTrend");

export const flagSchema = z
  .object({
    code: z.enum(tutorFlags),
    isShown: z.boolean().openapi({ description: "Raised, and not waiting for room this week." }),
    waits: z.boolean(),
    raisedAt: instant.nullable(),
    certainty: share,
    sentence: z.string().openapi({ description: "What speaks for it, and how sure that is." }),
    droppedOn: z.iso.date().nullable().openapi({ description: "The Monday since which a rate is lower." }),
  })
  .openapi("TutorFlag");

export const tutorListItemSchema = z
  .object({
    id: z.int(),
    name: z.string(),
    status: z.enum(tutorStatuses),
    tier: z.enum(tutorTiers),
    firstSessions: count,
    firstSessionsRated: count,
    firstSessionSuccesses: count,
    success: rateSchema.nullable(),
    expectedSuccess: share.nullable().openapi({
      description: "What the subjects, customers and hours of the rated first sessions lead one to expect.",
    }),
    shrunkenSuccess: share.nullable(),
    rank: z.int().nullable(),
    percentile: share.nullable(),
    badge: z.string().nullable(),
    meanRating: z.number().nullable(),
    rated: count,
    trend: trendSchema.nullable(),
    flags: z.array(flagSchema).openapi({ description: "Those that are shown as raised." }),
    utilisation: share
      .nullable()
      .openapi({ description: "Hours taught by hours available, 28 days, shrunken." }),
    computedAt: instant.nullable(),
  })
  .openapi("TutorListItem");

export const tutorCountsSchema = z.object({
  tiers: z.object(
    Object.fromEntries(tutorTiers.map((tier) => [tier, count])) as Record<
      (typeof tutorTiers)[number],
      typeof count
    >,
  ),
  flags: z.object(
    Object.fromEntries(tutorFlags.map((flag) => [flag, count])) as Record<
      (typeof tutorFlags)[number],
      typeof count
    >,
  ),
  statuses: z.object(
    Object.fromEntries(tutorStatuses.map((status) => [status, count])) as Record<
      (typeof tutorStatuses)[number],
      typeof count
    >,
  ),
});

export const tutorListSchema = listPage(tutorListItemSchema)
  .extend({
    previousCursor: z.string().nullable(),
    offset: count.openapi({ description: "How many tutors of the list stand before this page." }),
    leastRated: z.int().openapi({ description: "Rated first sessions from which a tutor is ranked." }),
    counts: tutorCountsSchema.openapi({ description: "Tutors that each filter would leave." }),
  })
  .openapi("TutorList");

export const leaderboardSchema = z
  .object({
    data: z.array(tutorListItemSchema),
    ranked: count,
    notRanked: count,
    leastRated: z.int(),
  })
  .openapi("TutorLeaderboard");

export const flaggedTutorsSchema = z
  .object({
    data: z.array(
      z.object({
        id: z.int(),
        name: z.string(),
        flags: z.array(flagSchema).openapi({ description: "Raised ones, the most certain first." }),
        raisedAt: instant.openapi({ description: "When the newest of them was raised." }),
        task: z
          .object({ owner: z.string(), dueOn: z.iso.date() })
          .nullable()
          .openapi({ description: "The coaching task that is due first, of those that are open." }),
      }),
    ),
    flagged: count,
    newlyFlagged: count.openapi({ description: "Those with a flag that was raised in the last 24 hours." }),
    withoutTask: count,
  })
  .openapi("FlaggedTutors");

export const measuresSchema = z
  .object({
    stretch: z.enum(["all", "12_weeks", "4_weeks"]),
    firstSessions: count,
    firstSessionsRated: count,
    firstSessionSuccesses: count,
    success: rateSchema.nullable(),
    expectedSuccess: share.nullable(),
    sessions: count,
    rated: count,
    meanRating: z.number().nullable(),
    hoursTaught: z.number(),
    completionRate: share.nullable(),
    cancellationRate: share.nullable(),
  })
  .openapi("TutorMeasures");

export const tutorDetailSchema = tutorListItemSchema
  .extend({
    email: z.string().nullable(),
    timezone: z.string(),
    hiredAt: instant,
    subjects: z.array(z.object({ code: z.string(), name: z.string() })),
    weeklyHours: z.array(z.object({ weekday: z.int(), starts: z.string(), ends: z.string() })),
    hoursAvailable28d: z.number().nullable(),
    hoursTaught28d: z.number().nullable(),
    measures: z.array(measuresSchema),
    watched: z.array(flagSchema).openapi({ description: "All flags with their evidence, raised or not." }),
    shortTrend: trendSchema.nullable(),
    anomalies: z.array(
      z.object({
        measure: z.string(),
        week: z.iso.date(),
        note: z.string(),
        state: z.enum(["open", "closed"]),
        ending: z.string().nullable(),
        openedAt: instant,
        closedAt: instant.nullable(),
        pValue: share,
      }),
    ),
  })
  .openapi("Tutor");

export const tutorPeriodsSchema = z
  .object({
    data: z.array(
      z.object({
        startsOn: z.iso.date(),
        firstSessions: count,
        firstSessionsRated: count,
        firstSessionSuccesses: count,
        success: rateSchema.nullable(),
        expectedSuccess: share.nullable(),
        sessions: count,
        rated: count,
        meanRating: z.number().nullable(),
        hoursTaught: z.number(),
        noShows: count,
        cancelledByTutor: count,
      }),
    ),
  })
  .openapi("TutorPeriods");

export const tutorSubjectsSchema = z
  .object({
    data: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        firstSessionsRated: count,
        firstSessionSuccesses: count,
        success: rateSchema.nullable(),
        benchmark: share.nullable(),
        expectedSuccess: share.nullable(),
        certaintyBelow: share.nullable(),
        standing: z.enum(["strength", "weakness", "usual"]).nullable(),
        sessions: count,
        meanRating: z.number().nullable(),
        benchmarkRating: z.number().nullable(),
      }),
    ),
  })
  .openapi("TutorSubjects");

export const tutorSessionSchema = z
  .object({
    id: z.int(),
    customerId: z.int(),
    customer: z.string(),
    subjectCode: z.string(),
    subject: z.string(),
    status: z.enum(["scheduled", "in_progress", "completed", "cancelled", "no_show"]),
    cancelledBy: z.enum(["customer", "tutor", "system"]).nullable(),
    happenedAt: instant,
    durationMinutes: z.int().nullable(),
    rating: z.number().min(1).max(5).nullable(),
    isFirst: z.boolean().openapi({ description: "The first completed session of this pair." }),
  })
  .openapi("TutorSession");

export const tutorSessionsSchema = listPage(tutorSessionSchema).openapi("TutorSessions");

export type TutorListItem = z.infer<typeof tutorListItemSchema>;
export type TutorList = z.infer<typeof tutorListSchema>;
export type TutorTrend = z.infer<typeof trendSchema>;
export type TutorFlagShown = z.infer<typeof flagSchema>;
export type Rate = z.infer<typeof rateSchema>;
export type Leaderboard = z.infer<typeof leaderboardSchema>;
export type FlaggedTutors = z.infer<typeof flaggedTutorsSchema>;
export type TutorMeasures = z.infer<typeof measuresSchema>;
export type TutorDetail = z.infer<typeof tutorDetailSchema>;
export type TutorPeriods = z.infer<typeof tutorPeriodsSchema>;
export type TutorSubjects = z.infer<typeof tutorSubjectsSchema>;
export type TutorSession = z.infer<typeof tutorSessionSchema>;
export type TutorSessions = z.infer<typeof tutorSessionsSchema>;
