import { z } from "@hono/zod-openapi";
import { riskTiers } from "#domain/customers/risk-tier.ts";
import { listPage } from "#platform/http/list-page.ts";
import { outcomes } from "./outcome.ts";
import { customersPerStep } from "./weights.ts";

const instant = z.iso.datetime();
const tier = z.enum(riskTiers);
export const actionSchema = z.enum(["email", "call", "task", "offer", "other"]);
export const channelSchema = z.enum(["phone", "email", "task"]);
const urgency = z.enum(["today", "this_week", "when_convenient"]);
export const noteSchema = z.string().trim().max(2_000);

const suggestionSchema = z
  .object({
    rule: z.string(),
    title: z.string(),
    action: actionSchema,
    channel: channelSchema,
    urgency,
    why: z.string().openapi({ description: "What led to it, with the figures." }),
    effect: z
      .object({
        component: z.string(),
        points: z
          .number()
          .openapi({ description: "Points of the health score that it gives back if it works." }),
        assumption: z.string(),
      })
      .nullable(),
  })
  .openapi("Suggestion");

const permissionSchema = z.object({
  isAllowed: z.boolean(),
  why: z.string().nullable().openapi({ description: "Why not, where it is not allowed now." }),
  from: instant
    .nullable()
    .openapi({ description: "From when it is allowed; null where waiting does not help." }),
  mayInsist: z
    .boolean()
    .openapi({ description: "Whether it may be done all the same, with a note that says why." }),
});

const plannedSchema = z.object({
  id: z.int(),
  action: actionSchema,
  dueAt: instant.nullable(),
  ownerName: z.string(),
  note: z.string().nullable(),
});

export const workItemSchema = z
  .object({
    customerId: z.int(),
    name: z.string(),
    status: z.string(),
    tier: tier.nullable(),
    score: z.int().nullable(),
    monthlySpendCents: z.int().nullable(),
    centsAtRisk: z.int().nullable(),
    suggestion: suggestionSchema.nullable(),
    offered: channelSchema.nullable().openapi({
      description: "The channel to use: the suggested one, or another where that is not possible.",
    }),
    permissions: z.object({ phone: permissionSchema, email: permissionSchema, task: permissionSchema }),
    lastContact: z.object({ at: instant, action: actionSchema, byName: z.string() }).nullable(),
    owner: z.object({ id: z.string(), name: z.string(), since: instant }).nullable(),
    snoozedUntil: instant.nullable(),
    planned: z.array(plannedSchema),
  })
  .openapi("WorkItem");

const measuredSchema = z
  .object({
    score: z.int().nullable(),
    tier: tier.nullable(),
    components: z.record(z.string(), z.number().nullable()),
  })
  .nullable();

export const interventionSchema = z
  .object({
    id: z.int(),
    customerId: z.int(),
    action: actionSchema,
    reason: z.string(),
    suggestion: z.string().nullable(),
    state: z.enum(["planned", "done", "cancelled"]),
    ownerId: z.string(),
    ownerName: z.string(),
    note: z.string().nullable(),
    createdAt: instant,
    dueAt: instant.nullable(),
    takenAt: instant.nullable(),
    centsAtRisk: z.int().nullable(),
    before: measuredSchema,
    after14Days: measuredSchema,
    after30Days: measuredSchema,
    cameBackAt: instant.nullable(),
    outcome: z.enum(outcomes).nullable(),
    outcomeBy: z.string().nullable(),
    outcomeNote: z.string().nullable(),
  })
  .openapi("Intervention");

export const customerWorkSchema = workItemSchema
  .extend({ interventions: z.array(interventionSchema) })
  .openapi("CustomerWork");

export const recordedSchema = z
  .object({
    intervention: interventionSchema,
    contact: z
      .object({ phone: z.string().nullable(), email: z.string().nullable() })
      .openapi({ description: "The address of the channel that was recorded; the others stay null." }),
  })
  .openapi("RecordedIntervention");

export const recordBodySchema = z
  .object({
    action: actionSchema,
    channel: channelSchema.optional().openapi({ description: "By which channel an offer is made." }),
    state: z.enum(["planned", "done"]).default("done"),
    suggestion: z.string().max(100).nullable().default(null),
    note: noteSchema.nullable().default(null),
    dueAt: instant.nullable().default(null),
    takenAt: instant
      .nullable()
      .default(null)
      .openapi({ description: "For what was done earlier; now where it is absent." }),
    ownerId: z
      .string()
      .max(200)
      .optional()
      .openapi({ description: "Whose it is; yours where it is absent." }),
    evenSo: z
      .boolean()
      .default(false)
      .openapi({ description: "Do it outside of hours or after a colleague; needs a note." }),
  })
  .refine(({ state, takenAt }) => state === "done" || takenAt === null, {
    path: ["takenAt"],
    error: "goes with actions that are done",
  })
  .refine(({ evenSo, note }) => !evenSo || (note !== null && note !== ""), {
    path: ["note"],
    error: "must say why it is done all the same",
  });

export const changeBodySchema = z
  .object({
    state: z.enum(["done", "cancelled"]).optional(),
    note: noteSchema.optional(),
    outcome: z.enum(outcomes).optional(),
    outcomeNote: noteSchema.optional(),
    dueAt: instant.optional(),
    evenSo: z.boolean().default(false),
  })
  .refine(({ evenSo, ...change }) => Object.values(change).some((value) => value !== undefined), {
    error: "says nothing to change",
  });

/** Some customers by their ids, or those whom a filter of the list shows: a step of them at a time. */
const chosenSchema = z.union([
  z.object({ ids: z.array(z.int().positive()).min(1).max(customersPerStep) }),
  z.object({
    filter: z
      .string()
      .max(2_000)
      .openapi({ description: "The query of the address of the customer list.", example: "?owner=nobody" }),
    cursor: z
      .string()
      .max(2_000)
      .nullable()
      .openapi({ description: "Of the step before; null for the first one." }),
  }),
]);

export const assignManySchema = z.object({
  chosen: chosenSchema,
  ownerId: z.string().max(200).nullable(),
  seenAt: instant.openapi({
    description: "When the customers were looked at: who was handed over since is refused.",
  }),
});

export const recordManySchema = z.object({ chosen: chosenSchema, body: recordBodySchema });

export const actedOnManySchema = z
  .object({
    done: z.array(z.int()),
    refused: z.array(
      z.object({
        customerId: z.int(),
        name: z.string(),
        why: z.string(),
        from: instant.nullable().openapi({ description: "From when it may be done." }),
        mayInsist: z.boolean(),
      }),
    ),
    nextCursor: z
      .string()
      .nullable()
      .openapi({ description: "For the next step of a filter; null where there is none." }),
  })
  .openapi("ActedOnMany");

const dayPlanSchema = z.object({
  capacity: z.int().openapi({ description: "Contacts that the team can make on one business day." }),
  doneToday: z.int().openapi({ description: "Contacts made today." }),
  fits: z.int().openapi({ description: "How many of the queue fit into what is left of today." }),
  byOwner: z.array(
    z.object({ ownerId: z.string(), ownerName: z.string(), contacts: z.int(), tasks: z.int() }),
  ),
});

export const workQueueSchema = listPage(workItemSchema)
  .extend({
    day: dayPlanSchema,
    counts: z.object({ all: z.int(), mine: z.int(), unassigned: z.int() }),
    mostCounted: z
      .int()
      .openapi({ description: "Nothing is counted further: a count of so many means so many or more." }),
  })
  .openapi("WorkQueue");

export const colleaguesSchema = z.object({
  data: z.array(z.object({ id: z.string(), name: z.string() })),
});

export type WorkItem = z.infer<typeof workItemSchema>;
export type PermissionAnswer = z.infer<typeof permissionSchema>;
export type Intervention = z.infer<typeof interventionSchema>;
export type CustomerWork = z.infer<typeof customerWorkSchema>;
export type Recorded = z.infer<typeof recordedSchema>;
export type RecordBody = z.infer<typeof recordBodySchema>;
export type ChangeBody = z.infer<typeof changeBodySchema>;
export type AssignMany = z.infer<typeof assignManySchema>;
export type RecordMany = z.infer<typeof recordManySchema>;
export type ActedOnMany = z.infer<typeof actedOnManySchema>;
export type WorkQueue = z.infer<typeof workQueueSchema>;
export type DayPlan = z.infer<typeof dayPlanSchema>;
