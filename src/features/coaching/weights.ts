import { z } from "zod";
import { tutorFlags } from "#domain/tutors/tutor-flag.ts";

/** Tasks on one page. */
export const tasksPerPage = 50;

/** Weeks on each side of a comparison: long enough for a dozen first sessions, short enough to speak of the coaching. */
export const comparedWeeks = 4;

/** Name under which the resources are stored, with versions. */
export const resourcesName = "coaching_resources";

/** A link that helps with some flags and in some subjects; an empty list means all of them. */
export const resourceSchema = z.object({
  title: z.string().trim().min(1).max(200),
  url: z.url({ protocol: /^https?$/, error: "Write the whole address, beginning with https://." }).max(2000),
  flags: z.array(z.enum(tutorFlags)),
  subjects: z.array(z.string().min(1).max(100)).max(200),
});

export const resourcesSchema = z.object({ resources: z.array(resourceSchema).max(500) });

export type CoachingResource = z.infer<typeof resourceSchema>;
export type CoachingResources = z.infer<typeof resourcesSchema>;

/** Which material a company trains with is its own: there is none until somebody names it. */
export const defaultResources: CoachingResources = { resources: [] };
