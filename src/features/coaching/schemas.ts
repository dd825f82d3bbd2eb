import { z } from "@hono/zod-openapi";
import { tutorFlags } from "#domain/tutors/tutor-flag.ts";
import { listPage } from "#platform/http/list-page.ts";
import { resourceSchema, resourcesSchema } from "./weights.ts";

const instant = z.iso.datetime();
const count = z.int().nonnegative();
const share = z.number().min(0).max(1);
const flag = z.enum(tutorFlags);
const note = z.string().trim().max(2000);

const stretchSchema = z
  .object({
    from: z.iso.date(),
    to: z.iso.date(),
    firstSessionsRated: count,
    firstSessionSuccesses: count,
    success: z.object({ rate: share, lower: share, upper: share }).nullable(),
    rated: count,
    meanRating: z.number().nullable(),
    sessions: count,
    cancellationRate: share.nullable(),
  })
  .openapi("CoachingStretch");

export const taskSchema = z
  .object({
    id: z.int(),
    tutorId: z.int(),
    tutor: z.string(),
    flag: flag.nullable(),
    subjectCode: z.string().nullable(),
    subject: z.string().nullable(),
    title: z.string(),
    note: z.string().nullable(),
    ownerId: z.string(),
    owner: z.string(),
    dueOn: z.iso.date(),
    state: z.enum(["open", "done", "cancelled"]),
    isOverdue: z.boolean().openapi({ description: "Open after its day, by the clock of the one who asks." }),
    createdBy: z.string(),
    createdAt: instant,
    closedBy: z.string().nullable(),
    closedAt: instant.nullable(),
    closingNote: z.string().nullable(),
    before: stretchSchema.openapi({ description: "Over the four whole weeks before it was given." }),
    atClosing: stretchSchema
      .nullable()
      .openapi({ description: "Over the four whole weeks before it was closed." }),
    later: stretchSchema.nullable().openapi({
      description: "Over the four whole weeks after it was done; null until they are over.",
    }),
    laterFrom: instant.nullable().openapi({ description: "When the measures after it are complete." }),
  })
  .openapi("CoachingTask");

export const taskListSchema = listPage(taskSchema)
  .extend({ overdue: count.openapi({ description: "Open tasks after their day, whatever is asked for." }) })
  .openapi("CoachingTasks");

export const newTaskSchema = z
  .object({
    tutorId: z.int().positive(),
    flag: flag.nullable().default(null),
    subjectCode: z.string().max(100).nullable().default(null),
    title: z.string().trim().min(1, "Say in a few words what is to be done.").max(200),
    note: note.nullable().default(null),
    ownerId: z.string().min(1).max(100),
    dueOn: z.iso.date(),
  })
  .openapi("NewCoachingTask");

export const closeTaskSchema = z
  .object({ state: z.enum(["done", "cancelled"]), note: note.nullable().default(null) })
  .openapi("CloseCoachingTask");

export const handOverSchema = z
  .object({ ownerId: z.string().min(1).max(100), dueOn: z.iso.date() })
  .openapi("HandOverCoachingTask");

export const ownersSchema = z.object({ data: z.array(z.object({ id: z.string(), name: z.string() })) });

export const storedResourcesSchema = resourcesSchema
  .extend({ version: z.int() })
  .openapi("CoachingResources");

export const newResourcesSchema = resourcesSchema.extend({ note: note.nullable().default(null) });

export const recommendationsSchema = z
  .object({
    data: z.array(
      z.object({
        flag: flag.nullable(),
        subject: z.object({ code: z.string(), name: z.string() }).nullable(),
        title: z.string(),
        practise: z.string(),
        resources: z.array(resourceSchema),
      }),
    ),
  })
  .openapi("CoachingRecommendations");

export type CoachingTask = z.infer<typeof taskSchema>;
export type CoachingTasks = z.infer<typeof taskListSchema>;
export type NewCoachingTask = z.input<typeof newTaskSchema>;
export type CoachingStretch = z.infer<typeof stretchSchema>;
export type StoredResources = z.infer<typeof storedResourcesSchema>;
export type CoachingRecommendations = z.infer<typeof recommendationsSchema>;
