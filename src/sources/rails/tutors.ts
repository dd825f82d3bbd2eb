import { z } from "zod";
import { printDecimal } from "../schema/decimal.ts";
import { shortList } from "../schema/lists.ts";
import { defineRecordFormat } from "../schema/record-format.ts";
import {
  amountOrNull,
  code,
  endOfDayTime,
  id,
  instant,
  instantOrNull,
  name,
  oneOf,
  startOfDayTime,
  textOrNull,
  timezone,
  weekday,
} from "../schema/scalars.ts";
import type { TutorRecord } from "../source.ts";

const availabilitySchema = z.object({ weekday, start: startOfDayTime, end: endOfDayTime });
const timeOffSchema = z.object({ starts_at: instant, ends_at: instant });

const tutorSchema = z.object({
  id,
  name,
  email: textOrNull,
  timezone,
  status: oneOf(["active", "on_leave", "departed"]),
  hourly_rate: amountOrNull,
  hired_at: instant,
  subjects: shortList(code),
  availability: shortList(availabilitySchema),
  time_off: shortList(timeOffSchema),
  created_at: instant,
  updated_at: instant,
  deleted_at: instantOrNull,
});

const normaliseTutor = (outside: z.output<typeof tutorSchema>): TutorRecord => ({
  id: outside.id,
  name: outside.name,
  email: outside.email,
  timezone: outside.timezone,
  status: outside.status,
  hourlyRate: outside.hourly_rate,
  hiredAt: outside.hired_at,
  subjectCodes: outside.subjects,
  availability: outside.availability.map((slot) => ({
    weekday: slot.weekday,
    starts: slot.start,
    ends: slot.end,
  })),
  timeOff: outside.time_off.map((leave) => ({ startsAt: leave.starts_at, endsAt: leave.ends_at })),
  createdAt: outside.created_at,
  updatedAt: outside.updated_at,
  deletedAt: outside.deleted_at,
});

export const tutorFormat = defineRecordFormat({
  resource: "tutors",
  schema: tutorSchema,
  cells: {
    id: "number",
    name: "text",
    email: "text",
    timezone: "text",
    status: "text",
    hourly_rate: "text",
    hired_at: "text",
    subjects: "json",
    availability: "json",
    time_off: "json",
    created_at: "text",
    updated_at: "text",
    deleted_at: "text",
  },
  lists: {
    availability: Object.keys(availabilitySchema.shape),
    time_off: Object.keys(timeOffSchema.shape),
  },
  normalise: normaliseTutor,
  print: (tutor) => ({
    id: tutor.id,
    name: tutor.name,
    email: tutor.email,
    timezone: tutor.timezone,
    status: tutor.status,
    hourly_rate: tutor.hourlyRate === null ? null : printDecimal(tutor.hourlyRate),
    hired_at: tutor.hiredAt,
    subjects: tutor.subjectCodes,
    availability: tutor.availability.map(({ weekday, starts, ends }) => ({
      weekday,
      start: starts,
      end: ends,
    })),
    time_off: tutor.timeOff.map(({ startsAt, endsAt }) => ({ starts_at: startsAt, ends_at: endsAt })),
    created_at: tutor.createdAt,
    updated_at: tutor.updatedAt,
    deleted_at: tutor.deletedAt,
  }),
});
