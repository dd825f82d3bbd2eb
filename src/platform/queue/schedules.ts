import type { JobSchedulerJson, JobsOptions } from "bullmq";
import { isEqual } from "es-toolkit";
import { AppError } from "../errors.ts";
import type { JobPayload, OpsQueue } from "./backend.ts";

export type ScheduleRate = { everySeconds: number } | { cron: string; timezone: string };

export type WantedSchedule = {
  /** Stable name; one schedule has one job waiting at a time. */
  key: string;
  job: string;
  input: unknown;
} & ScheduleRate;

export type Schedule = WantedSchedule & { nextAt: Date | null; tries: number };

/** Adds the schedule, or changes it where it stands otherwise. One that stands already keeps its next time. */
export async function upsertSchedule(
  queue: OpsQueue,
  wanted: WantedSchedule,
  options: JobsOptions,
): Promise<void> {
  const present = await queue.getJobScheduler(wanted.key);
  const rate = repeatOf(wanted);
  if (present !== undefined && present.next !== undefined && isSame(present, wanted, rate)) return;
  await queue.upsertJobScheduler(wanted.key, rate, {
    name: wanted.job,
    data: { input: wanted.input },
    opts: options as never,
  });
}

/** Every schedule, the next one first. */
export async function listSchedules(queue: OpsQueue): Promise<Schedule[]> {
  return (await queue.getJobSchedulers(0, -1, true)).map(asSchedule);
}

/** Throws not_found. */
export async function findSchedule(queue: OpsQueue, key: string): Promise<Schedule> {
  const present = await queue.getJobScheduler(key);
  if (present !== undefined) return asSchedule(present);
  throw new AppError("not_found", `There is no schedule "${key}". "ops jobs schedules" shows them.`);
}

function asSchedule(schedule: JobSchedulerJson<JobPayload>): Schedule {
  return {
    key: schedule.key,
    job: schedule.name,
    input: schedule.template?.data?.input ?? null,
    nextAt: schedule.next === undefined ? null : new Date(schedule.next),
    tries: schedule.template?.opts?.attempts ?? 1,
    ...(schedule.every === undefined
      ? { cron: schedule.pattern ?? "", timezone: schedule.tz ?? "UTC" }
      : { everySeconds: schedule.every / 1000 }),
  };
}

/** Removes the schedules whose key is not among `keys`. */
export async function keepSchedules(queue: OpsQueue, keys: readonly string[]): Promise<void> {
  const wanted = new Set(keys);
  for (const { key } of await queue.getJobSchedulers(0, -1, true)) {
    if (!wanted.has(key)) await queue.removeJobScheduler(key);
  }
}

type Repeat = { every: number } | { pattern: string; tz: string };

function repeatOf(rate: ScheduleRate): Repeat {
  return "everySeconds" in rate
    ? { every: rate.everySeconds * 1000 }
    : { pattern: rate.cron, tz: rate.timezone };
}

function isSame(
  present: JobSchedulerJson<JobPayload>,
  wanted: { job: string; input: unknown },
  rate: Repeat,
): boolean {
  const presentRate =
    present.every === undefined
      ? { pattern: present.pattern, tz: present.tz }
      : { every: Number(present.every) };
  const sameInput = isEqual(present.template?.data?.input, JSON.parse(JSON.stringify(wanted.input ?? null)));
  return present.name === wanted.job && sameInput && isEqual(presentRate, rate);
}
