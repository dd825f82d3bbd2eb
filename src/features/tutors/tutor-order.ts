import type { TutorFlag } from "#domain/tutors/tutor-flag.ts";
import type { TutorStatus } from "#domain/tutors/tutor-status.ts";
import type { TutorTier } from "#domain/tutors/tutor-tier.ts";

export const tutorSorts = [
  "name",
  "first_sessions",
  "success",
  "shrunken_success",
  "rating",
  "trend",
  "utilisation",
] as const;

export type TutorSort = (typeof tutorSorts)[number];

/** What the list shows. An empty list, or null, means all of them. */
export type TutorSelection = {
  sort: TutorSort;
  direction: "asc" | "desc";
  search: string;
  tiers: readonly TutorTier[];
  flag: TutorFlag | null;
  subject: string | null;
  statuses: readonly TutorStatus[];
};
