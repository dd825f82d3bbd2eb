import { type Command, Option } from "commander";
import { AppError } from "#platform/errors.ts";
import type { DeadLetter } from "#platform/queue/dead-letters.ts";
import { type QueuedJob, queuedStates } from "#platform/queue/queued-jobs.ts";
import type { Schedule } from "#platform/queue/schedules.ts";
import { positiveInteger } from "../arguments.ts";
import type { OpenContext } from "../command-context.ts";
import { withQueue } from "../open-queue.ts";
import { printRows } from "../print.ts";

const shownStates = [...queuedStates, "dead"] as const;
type ShownState = (typeof shownStates)[number];
const unfinished: readonly ShownState[] = ["active", "waiting", "delayed", "failed", "dead"];
const all = 100_000;

/** `ops jobs`: what the queue holds, and what to do about jobs that failed for good. */
export function registerJobsCommand(program: Command, open: OpenContext): void {
  const jobs = program
    .command("jobs")
    .description("jobs in the queue, their schedules, and those that failed");
  addList(jobs, open);
  addSchedules(jobs, open);
  addRetry(jobs, open);
  addDiscard(jobs, open);
}

function addList(jobs: Command, open: OpenContext): void {
  jobs
    .command("list")
    .description("jobs by state; without --state all that are not completed")
    .addOption(new Option("--state <state>", "only jobs of this state").choices(shownStates))
    .option("--dead", "only dead jobs: those that are not tried any more")
    .option("--most <n>", "at most so many of each state", positiveInteger, 50)
    .action(async ({ state, dead, most }: { state?: ShownState; dead?: true; most: number }) => {
      const context = await open();
      const wanted = dead ? (["dead"] as const) : state === undefined ? unfinished : [state];
      await withQueue(context, async (queue) => {
        const states = queuedStates.filter((name) => wanted.includes(name));
        const rows = (await queue.jobs(states, most)).map(jobRow);
        if (wanted.includes("dead")) rows.push(...(await queue.deadLetters(most)).map(letterRow));
        printRows(rows, { columns: jobColumns, format: context.json ? "json" : "table" });
      });
    });
}

const jobColumns = ["id", "job", "state", "tries", "input", "at", "error"] as const;

function jobRow(job: QueuedJob) {
  const { id, job: name, state, input, error } = job;
  const at = job.finishedAt ?? job.startedAt ?? job.queuedAt;
  return {
    id,
    job: name,
    state: state as ShownState,
    tries: `${job.tries}/${job.mostTries}`,
    input,
    at,
    error,
  };
}

function letterRow(letter: DeadLetter): ReturnType<typeof jobRow> {
  const { id, job, input, message: error } = letter;
  const tries = letter.times > 1 ? `${letter.tries}, ${letter.times} times` : String(letter.tries);
  return { id, job, state: "dead", tries, input, at: new Date(letter.failedAt), error };
}

function addSchedules(jobs: Command, open: OpenContext): void {
  jobs
    .command("schedules")
    .description("what runs by the clock, and when next")
    .action(async () => {
      const context = await open();
      const rows = await withQueue(context, async (queue) => (await queue.schedules()).map(scheduleRow));
      printRows(rows, {
        columns: ["schedule", "job", "rate", "next_at", "input"],
        format: context.json ? "json" : "table",
      });
    });
}

function scheduleRow(schedule: Schedule) {
  const rate =
    "everySeconds" in schedule
      ? `every ${schedule.everySeconds} s`
      : `${schedule.cron} (${schedule.timezone})`;
  const { key, job, input, nextAt } = schedule;
  return { schedule: key, job, rate, next_at: nextAt, input };
}

function addRetry(jobs: Command, open: OpenContext): void {
  jobs
    .command("retry [id]")
    .description("queue a dead job again; --all for every one")
    .option("--all", "every dead job")
    .action(async (id: string | undefined, { all: every }: { all?: true }) => {
      const context = await open();
      const rows = await withQueue(context, async (queue) => {
        const ids = await idsOf(id, every, async () => await queue.deadLetters(all));
        return await eachOf(ids, async (dead) => ({
          id: dead,
          queued_as: await queue.retryDeadLetter(dead),
        }));
      });
      printRows(rows, { columns: ["id", "queued_as"], format: context.json ? "json" : "table" });
    });
}

function addDiscard(jobs: Command, open: OpenContext): void {
  jobs
    .command("discard [id]")
    .description("let go of a dead job; --all for every one")
    .option("--all", "every dead job")
    .action(async (id: string | undefined, { all: every }: { all?: true }) => {
      const context = await open();
      const rows = await withQueue(context, async (queue) => {
        const ids = await idsOf(id, every, async () => await queue.deadLetters(all));
        return await eachOf(ids, async (dead) => {
          const { job, message: error } = await queue.discardDeadLetter(dead);
          return { id: dead, job, error };
        });
      });
      printRows(rows, { columns: ["id", "job", "error"], format: context.json ? "json" : "table" });
    });
}

async function idsOf(
  id: string | undefined,
  every: true | undefined,
  list: () => Promise<DeadLetter[]>,
): Promise<string[]> {
  if (every) return (await list()).map((letter) => letter.id);
  if (id !== undefined) return [id];
  throw new AppError("invalid_input", 'Say which: a number that "ops jobs list --dead" shows, or --all.');
}

async function eachOf<T>(ids: readonly string[], work: (id: string) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (const id of ids) results.push(await work(id));
  return results;
}
