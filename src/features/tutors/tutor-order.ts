import type { TutorFlag } from "#domain/tutors/tutor-flag.ts";
import type { TutorTier } from "./weights.ts";

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

export const tutorStatuses = ["active", "on_leave", "departed"] as const;

export type TutorStatus = (typeof tutorStatuses)[number];

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

/** Those who teach, or will again. */
export const presentStatuses: readonly TutorStatus[] = ["active", "on_leave"];
