import { z } from "@hono/zod-openapi";
import { instant, sessions, share } from "./atoms.ts";

/** Demand of all subjects together goes by this code, wherever a subject is asked for. */
export const allSubjects = "all";

/** How capacity compares with demand in an hour (hour-state.ts); unknown while capacity has not been worked out for it. */
export const balanceStates = ["shortage", "thin", "ok", "surplus", "unknown"] as const;

export type BalanceState = (typeof balanceStates)[number];

/** The same, as answers hold it. */
export const balanceState = z.enum(balanceStates);

/** What a forecast rests on, as of when. */
export const groundSchema = z
  .object({
    asOf: instant,
    madeAt: instant.nullable().openapi({ description: "When the forecast in force was made." }),
    computedAt: instant
      .nullable()
      .openapi({ description: "When bookings and tutors were last put into it; null before the first run." }),
    sessionsKnownUntil: instant.nullable(),
    trainedFrom: instant.nullable(),
    trainedTo: instant.nullable(),
    businessTimezone: z.string(),
    limits: z.object({
      shortageBelow: z
        .number()
        .openapi({ description: "An hour is short where capacity by demand lies under this," }),
      leastProbability: share.openapi({ description: "more demand than capacity is so probable," }),
      leastUnserved: sessions.openapi({ description: "and so many sessions are expected to go unserved." }),
      alertUnserved: sessions.openapi({
        description: "Sessions unserved in neighbouring short hours from which an alert is raised.",
      }),
      surplusAbove: z.number(),
    }),
  })
  .openapi("DemandGround");

export type DemandGround = z.infer<typeof groundSchema>;
