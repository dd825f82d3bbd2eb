import type { WeeklyHours } from "#domain/time/availability.ts";
import type { TutorDay } from "./tutor-days.ts";

/** What a tutor did in one subject, over all time. */
export type SubjectCounts = {
  subjectCode: string;
  completed: number;
  minutesTaught: number;
  rated: number;
  ratingSum: number;
  firstSessions: number;
  firstRated: number;
  firstSuccesses: number;
  firstExpected: number;
};

/** Everything of a tutor's records that measures are made of, as of an instant. */
export type TutorRecords = {
  tutorId: number;
  status: string;
  timezone: string;
  /** Subjects that the tutor offers. */
  offered: readonly string[];
  weekly: readonly WeeklyHours[];
  timeOff: readonly { startMs: number; endMs: number }[];
  /** Days with something on them, earliest first. */
  days: readonly TutorDay[];
  /** Subjects with something in them, by code. */
  subjects: readonly SubjectCounts[];
  /** The next instant at which time alone changes the records; null where none is known. */
  nextChangeMs: number | null;
};
