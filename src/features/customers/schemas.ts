import { z } from "@hono/zod-openapi";
import { riskTiers } from "#domain/customers/risk-tier.ts";
import { listPage } from "#platform/http/list-page.ts";

const instant = z.iso.datetime();
const tier = z.enum(riskTiers);

const component = z.enum(["first_session", "velocity", "inbound_calls", "goals", "tutor_consistency"]);

/** What a score was computed from, put into words by whoever knows the formula. */
export const healthExplanationSchema = z.object({
  reasons: z
    .array(
      z.object({ component, points: z.number(), score: z.number(), weight: z.number(), text: z.string() }),
    )
    .openapi({ description: "What each component takes from 100, worst first." }),
  missing: z.array(z.object({ component, weight: z.number(), text: z.string() })),
  flags: z.array(z.object({ code: z.string(), text: z.string(), since: instant })),
  forcedText: z.string().nullable().openapi({ description: "What forces the tier, with its figures." }),
  callsInWindow: z
    .int()
    .nullable()
    .openapi({ description: "Calls to support in the window of the score (14 days)." }),
  nextAction: z
    .object({ title: z.string(), urgency: z.enum(["today", "this_week", "when_convenient"]) })
    .nullish()
    .openapi({ description: "What should be done for the customer next." }),
});

const severity = z.enum(["critical", "warning", "info"]);

export const openAlertsSchema = z.object({
  count: z.int().openapi({ description: "Alerts that are neither resolved nor dismissed." }),
  severity: severity.openapi({ description: "The gravest of them." }),
  titles: z.array(z.string()).openapi({ description: "Titles of the gravest and newest of them." }),
});

export const customerListItemSchema = healthExplanationSchema
  .extend({
    id: z.int(),
    name: z.string(),
    status: z.string(),
    score: z.int().nullable(),
    tier: tier.nullable(),
    scoreTier: tier.nullable().openapi({ description: "The tier by the score alone, before overrides." }),
    forcedBy: z.string().nullable().openapi({ description: "The override that forces the tier." }),
    forcedSince: instant.nullable(),
    confidence: z
      .number()
      .nullable()
      .openapi({ description: "The weight of the components that were present, 0 to 1." }),
    unscoredReason: z.string().nullable(),
    why: z.string().nullable().openapi({ description: "What costs the most points, in a sentence." }),
    lastSessionAt: instant.nullable().openapi({ description: "The last completed session." }),
    monthlySpendCents: z.int().nullable(),
    computedAt: instant.nullable(),
    removedAt: instant.nullable().openapi({ description: "When the source removed the customer." }),
    owner: z
      .object({ id: z.string(), name: z.string() })
      .nullable()
      .openapi({ description: "The colleague who looks after the customer." }),
    alerts: openAlertsSchema.nullable().openapi({ description: "Open alerts; null where there are none." }),
  })
  .openapi("CustomerListItem");

export const tierCountsSchema = z.object({
  critical: z.int(),
  at_risk: z.int(),
  healthy: z.int(),
  thriving: z.int(),
  unscored: z.int(),
  removed: z.int(),
});

export const customerListSchema = listPage(customerListItemSchema)
  .extend({
    asOf: instant.openapi({ description: "When the list was read." }),
    previousCursor: z.string().nullable(),
    offset: z.int().openapi({ description: "How many customers of the list stand before this page." }),
    counts: tierCountsSchema.openapi({
      description: "Customers by tier under the same search, whatever the filter.",
    }),
  })
  .openapi("CustomerList");

export const goalSchema = z.object({
  id: z.int(),
  title: z.string(),
  subjectCode: z.string().nullable(),
  subject: z.string().nullable(),
  isPrimary: z.boolean(),
  targetDate: z.iso.date().nullable(),
  completedAt: instant.nullable(),
  createdAt: instant,
});

export const customerDetailSchema = customerListItemSchema
  .extend({
    email: z.string().nullable(),
    phone: z.string().nullable(),
    isMasked: z.boolean().openapi({ description: "Whether e-mail and phone are cut short for this role." }),
    timezone: z.string(),
    acquisitionChannel: z.string().nullable(),
    plan: z.string().nullable(),
    emailConsent: z.boolean(),
    phoneConsent: z.boolean(),
    signedUpAt: instant,
    updatedAt: instant,
    goals: z.array(goalSchema),
  })
  .openapi("Customer");

export const customerAlertSchema = z
  .object({
    id: z.int(),
    severity,
    state: z.enum(["active", "acknowledged", "resolved", "dismissed"]),
    title: z.string(),
    explanation: z.string(),
    suggestedAction: z.string().nullable(),
    seenCount: z.int(),
    openedAt: instant,
    lastSeenAt: instant,
    snoozedUntil: instant.nullable(),
    closedAt: instant.nullable(),
  })
  .openapi("CustomerAlert");

export const customerAlertsSchema = z
  .object({
    open: z.array(customerAlertSchema),
    openCount: z.int().openapi({ description: "How many are open, whatever number of them is given." }),
    closed: z.array(customerAlertSchema).openapi({ description: "The last ones that were closed." }),
  })
  .openapi("CustomerAlerts");

export const customerSessionSchema = z
  .object({
    id: z.int(),
    tutorId: z.int(),
    tutor: z.string(),
    subjectCode: z.string(),
    subject: z.string(),
    status: z.enum(["scheduled", "in_progress", "completed", "cancelled", "no_show"]),
    cancelledBy: z.enum(["customer", "tutor", "system"]).nullable(),
    happenedAt: instant.openapi({ description: "When it started, or is booked for." }),
    durationMinutes: z.int().nullable(),
    rating: z.number().min(1).max(5).nullable(),
  })
  .openapi("CustomerSession");

export const customerSessionsSchema = listPage(customerSessionSchema).openapi("CustomerSessions");

export const customerCallSchema = z
  .object({
    id: z.int(),
    calledAt: instant,
    reason: z.string().openapi({ description: "The reason that is counted." }),
    reasonCode: z.string().openapi({ description: "The reason as the support system wrote it." }),
    durationSeconds: z.int().nullable(),
  })
  .openapi("CustomerCall");

export const customerCallsSchema = listPage(customerCallSchema).openapi("CustomerCalls");

export type HealthExplanation = z.infer<typeof healthExplanationSchema>;
export type CustomerListItem = z.infer<typeof customerListItemSchema>;
export type CustomerList = z.infer<typeof customerListSchema>;
export type OpenAlerts = z.infer<typeof openAlertsSchema>;
export type CustomerAlert = z.infer<typeof customerAlertSchema>;
export type CustomerAlerts = z.infer<typeof customerAlertsSchema>;
export type CustomerGoal = z.infer<typeof goalSchema>;
export type CustomerDetail = z.infer<typeof customerDetailSchema>;
export type CustomerSession = z.infer<typeof customerSessionSchema>;
export type CustomerSessions = z.infer<typeof customerSessionsSchema>;
export type CustomerCall = z.infer<typeof customerCallSchema>;
export type CustomerCalls = z.infer<typeof customerCallsSchema>;
