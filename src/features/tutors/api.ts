import { z } from "@hono/zod-openapi";
import { tutorFlags } from "#domain/tutors/tutor-flag.ts";
import { presentStatuses, tutorStatuses } from "#domain/tutors/tutor-status.ts";
import { tutorTiers } from "#domain/tutors/tutor-tier.ts";
import { cursorParameter } from "#platform/http/cursor.ts";
import { jsonContent } from "#platform/http/json-content.ts";
import { pageSizeParameter } from "#platform/http/list-page.ts";
import { createApi, defineRoute } from "#platform/http/route.ts";
import { readFlaggedTutors } from "./flagged-tutors.ts";
import { listTutors, readLeaderboard } from "./list-tutors.ts";
import { listPeriods, listSessions, listSubjects, readTutorDetail } from "./read-tutor.ts";
import * as schemas from "./schemas.ts";
import { tutorSorts } from "./tutor-order.ts";
import { mostTutorsPerPage, sessionsPerPage, tutorsPerPage } from "./weights.ts";

const shared = {
  method: "get" as const,
  tags: ["tutors"],
  role: "viewer" as const,
  limit: "read" as const,
};
const answer = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  200: { description, content: jsonContent(schema) },
});

const idParameter = z.object({ id: z.coerce.number<string>().int().positive() });

/** Some of a list, with commas between them. */
const several = <const Name extends string>(names: readonly Name[]) =>
  z
    .string()
    .max(100)
    .transform((text, ctx): Name[] => {
      const parsed = z.array(z.enum(names)).safeParse(text.split(",").filter(Boolean));
      if (parsed.success) return parsed.data;
      ctx.addIssue({
        code: "custom",
        message: `holds, with commas between them, some of: ${names.join(", ")}`,
      });
      return z.NEVER;
    });

const listRoute = defineRoute({
  ...shared,
  path: "/tutors",
  summary: "Tutors with their measures, by default the least first-session success first",
  request: {
    query: z.object({
      sort: z.enum(tutorSorts).default("shrunken_success"),
      direction: z.enum(["asc", "desc"]).default("asc"),
      search: z.string().max(100).default(""),
      tiers: several(tutorTiers)
        .optional()
        .openapi({ type: "string", example: "critical,needs_improvement" }),
      flag: z.enum(tutorFlags).optional(),
      subject: z.string().max(100).optional(),
      statuses: several(tutorStatuses).optional().openapi({
        type: "string",
        example: "active",
        description: "Without it, those who teach or are on leave.",
      }),
      cursor: cursorParameter,
      pageSize: pageSizeParameter({ usual: tutorsPerPage, most: mostTutorsPerPage }),
    }),
  },
  responses: answer("One page of tutors, and how many each filter would leave", schemas.tutorListSchema),
});

const leaderboardRoute = defineRoute({
  ...shared,
  path: "/tutors/leaderboard",
  summary: "The best tutors by first-session success; ties share a rank",
  responses: answer("The leaderboard, and how many are ranked", schemas.leaderboardSchema),
});

const flaggedRoute = defineRoute({
  ...shared,
  path: "/tutors/flagged",
  summary: "Tutors with a raised flag: first those without a coaching task, of them the newest flags",
  responses: answer("The first of them, and how many there are", schemas.flaggedTutorsSchema),
});

const detailRoute = defineRoute({
  ...shared,
  path: "/tutors/{id}",
  summary: "One tutor: profile, measures, flags with their evidence, anomalies",
  request: { params: idParameter },
  responses: answer("The tutor", schemas.tutorDetailSchema),
});

const periodsRoute = defineRoute({
  ...shared,
  path: "/tutors/{id}/periods",
  summary: "A tutor by business week or month, newest first",
  request: {
    params: idParameter,
    query: z.object({
      period: z.enum(["week", "month"]).default("week"),
      limit: pageSizeParameter({ usual: 26, most: 200 }),
    }),
  },
  responses: answer("Weeks or months with something in them", schemas.tutorPeriodsSchema),
});

const subjectsRoute = defineRoute({
  ...shared,
  path: "/tutors/{id}/subjects",
  summary: "A tutor by subject, against all tutors in it",
  request: { params: idParameter },
  responses: answer("Subjects that the tutor has taught", schemas.tutorSubjectsSchema),
});

const sessionsRoute = defineRoute({
  ...shared,
  path: "/tutors/{id}/sessions",
  summary: "A tutor's sessions, newest and booked ones first",
  request: {
    params: idParameter,
    query: z.object({
      cursor: cursorParameter,
      pageSize: pageSizeParameter({ usual: sessionsPerPage, most: mostTutorsPerPage }),
    }),
  },
  responses: answer("One page of sessions", schemas.tutorSessionsSchema),
});

/** Routes over tutors. */
export const tutorsApi = createApi()
  .openapi(listRoute, async (c) => {
    const {
      tiers = [],
      flag = null,
      subject = null,
      statuses = presentStatuses,
      ...query
    } = c.req.valid("query");
    return c.json(await listTutors(c.var, { ...query, tiers, flag, subject, statuses }), 200);
  })
  .openapi(leaderboardRoute, async (c) => c.json(await readLeaderboard(c.var), 200))
  .openapi(flaggedRoute, async (c) => c.json(await readFlaggedTutors(c.var), 200))
  .openapi(detailRoute, async (c) => c.json(await readTutorDetail(c.var, c.req.valid("param").id), 200))
  .openapi(periodsRoute, async (c) => {
    return c.json(await listPeriods(c.var, c.req.valid("param").id, c.req.valid("query")), 200);
  })
  .openapi(subjectsRoute, async (c) => c.json(await listSubjects(c.var, c.req.valid("param").id), 200))
  .openapi(sessionsRoute, async (c) => {
    return c.json(await listSessions(c.var, c.req.valid("param").id, c.req.valid("query")), 200);
  });
