import { formatDecimal, formatDuration } from "#ui/figures/format.ts";
import type { Status } from "#ui/status.ts";
import type { Job, JobDetail, ScheduleAnswer } from "../schemas.ts";

type Look = { status: Status; word: string };

/** Each state of a job as people read it. */
export const jobStateLook: Readonly<Record<Job["state"], Look>> = {
  waiting: { status: "info", word: "Waiting" },
  active: { status: "info", word: "Running" },
  delayed: { status: "neutral", word: "Delayed" },
  failed: { status: "warning", word: "Failed" },
  dead: { status: "critical", word: "Dead" },
  completed: { status: "good", word: "Done" },
};

/** What a state means, in a sentence. */
export const jobStateMeaning: Readonly<Record<Job["state"], string>> = {
  waiting: "Could run now; no worker has taken it up yet.",
  active: "A worker has it in hand.",
  delayed: "Waits for its time, most often for its schedule's.",
  failed: "Threw an error, and is tried again by itself.",
  dead: "Is not tried any more until somebody retries it.",
  completed: "Ran to its end. The newest 1,000 of a day are kept.",
};

export const runStateLook: Readonly<Record<JobDetail["runs"][number]["state"], Look>> = {
  done: { status: "good", word: "Done" },
  running: { status: "info", word: "Running" },
  lock_busy: { status: "neutral", word: "Left to the run before" },
  given_back: { status: "neutral", word: "Given back" },
  retry: { status: "warning", word: "Failed" },
  dropped: { status: "neutral", word: "Nothing left to do" },
  dead: { status: "critical", word: "Died" },
  broke_off: { status: "warning", word: "Broke off" },
};

export const scheduleStateLook: Readonly<Record<ScheduleAnswer["state"], Look>> = {
  on_time: { status: "good", word: "On time" },
  missed: { status: "warning", word: "Missed runs" },
  failed: { status: "warning", word: "Last run failed" },
  failing: { status: "critical", word: "No success" },
  new: { status: "neutral", word: "Not run yet" },
};

/** every 15 s; 30 3 * * * (America/Chicago) */
export function rateText(rate: ScheduleAnswer["rate"]): string {
  return "everySeconds" in rate
    ? `every ${formatDuration(rate.everySeconds)}`
    : `${rate.cron} (${rate.timezone})`;
}

/** 240 ms, 1.2 s, 5 min */
export function formatMilliseconds(ms: number | null): string {
  if (ms === null) return "–";
  if (ms < 999.5) return `${Math.round(ms)}\u00a0ms`;
  return ms < 59_500 ? `${formatDecimal(ms / 1000, 1)}\u00a0s` : formatDuration(ms / 1000);
}

/** Seconds since an instant, not below zero; null stays null. */
export function secondsSince(at: string | null, now: string): number | null {
  return at === null ? null : Math.max(0, (Date.parse(now) - Date.parse(at)) / 1000);
}

/** What a job is given to work on, on one line. */
export function inputText(input: unknown): string {
  const text = JSON.stringify(input) ?? "";
  return text === "{}" || text === "null" ? "" : text;
}
