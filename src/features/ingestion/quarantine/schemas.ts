import { z } from "@hono/zod-openapi";
import { resources } from "#sources/source.ts";
import { quarantine } from "../weights.ts";

const instant = z.iso.datetime();

export const quarantineStates = ["open", "resolved", "discarded"] as const;
export const quarantineActions = ["retry", "edit", "discard", "put_back"] as const;
export const outcomes = ["taken", "held", "stale", "malformed", "changed", "closed", "done"] as const;

export const faultSchema = z.object({
  path: z.string().openapi({ description: "Where in the record, such as goals[0].target_date." }),
  reason: z.string(),
});

const actionSchema = z.object({
  requestId: z.string(),
  action: z.enum(quarantineActions),
  actorName: z.string(),
  reason: z.string().nullable(),
  requestedAt: instant,
  outcome: z.enum(outcomes).nullable().openapi({ description: "Null while it waits for a worker." }),
  note: z.string().nullable(),
  finishedAt: instant.nullable(),
});

export const quarantinedSchema = z
  .object({
    id: z.int(),
    resource: z.enum(resources),
    key: z.string().openapi({ description: "The id or code, or a hash where neither can be read." }),
    faults: z.array(faultSchema),
    origin: z.string(),
    seenCount: z.int(),
    firstSeenAt: instant,
    lastSeenAt: instant,
    recordUpdatedAt: instant.nullable(),
    state: z.enum(quarantineStates),
    closedAt: instant.nullable(),
    closedBy: z.string().nullable(),
    lastAction: actionSchema.nullable(),
  })
  .openapi("QuarantinedRecord");

export type Quarantined = z.infer<typeof quarantinedSchema>;

const changeSchema = z.object({ path: z.string(), from: z.string().nullable(), to: z.string().nullable() });

export const quarantinedDetailSchema = quarantinedSchema
  .extend({
    record: z.string().openapi({ description: "The record as it came, as JSON text." }),
    actions: z.array(
      actionSchema.extend({
        changes: z.array(changeSchema).nullable(),
        editedRecord: z.string().nullable(),
      }),
    ),
  })
  .openapi("QuarantinedRecordDetail");

export type QuarantinedDetail = z.infer<typeof quarantinedDetailSchema>;

export const facetsSchema = z.object({
  resources: z.array(z.object({ resource: z.string(), records: z.int() })),
  faults: z.array(faultSchema.extend({ records: z.int() })).openapi({
    description: "The most frequent faults; positions in lists are left out of the paths.",
  }),
});

export type QuarantineFacets = z.infer<typeof facetsSchema>;

export const filterShape = {
  resource: z.enum(resources).optional(),
  state: z.enum(quarantineStates).default("open"),
  path: z
    .string()
    .min(1)
    .max(300)
    .optional()
    .openapi({ description: "Where a fault is: goals[].target_date." }),
  reason: z.string().min(1).max(300).optional(),
  search: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .optional()
    .openapi({ description: "An id, or how a key begins." }),
};

export const filterSchema = z.object(filterShape);

export type QuarantineFilter = z.infer<typeof filterSchema>;

const ids = z.array(z.int().positive()).min(1).max(500);

/** Either some records by their numbers, or all that a filter shows. */
export const selectionShape = { ids: ids.optional(), filter: filterSchema.optional() };

export const hasOneSelection = ({ ids, filter }: { ids?: unknown; filter?: unknown }): boolean =>
  (ids === undefined) !== (filter === undefined);

export const oneSelection = { message: "Give either ids or filter.", path: ["ids"] };

export type Selection = { ids?: readonly number[] | undefined; filter?: QuarantineFilter | undefined };

export const reasonSchema = z.string().trim().min(3).max(500);

export const requestSchema = z
  .object({
    requestId: z.string(),
    waiting: z.int().openapi({ description: "Retries that a worker has not come to yet." }),
    outcomes: z.array(z.object({ outcome: z.enum(outcomes), records: z.int() })),
    records: z
      .array(
        z.object({
          id: z.int(),
          resource: z.string(),
          key: z.string(),
          outcome: z.enum(outcomes).nullable(),
          note: z.string().nullable(),
        }),
      )
      .openapi({ description: "The first hundred." }),
    mostAtOnce: z.int().default(quarantine.mostAtOnce),
  })
  .openapi("QuarantineRequest");

export type QuarantineRequest = z.infer<typeof requestSchema>;
