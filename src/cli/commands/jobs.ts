import { userInfo } from "node:os";
import { type Command, Option } from "commander";
import { inTransaction } from "#db/transaction.ts";
import { actOnJobs, type JobAction, type JobTarget, runSchedule } from "#features/jobs/act-on-jobs.ts";
import { answerJob, answerKinds, answerSchedules } from "#features/jobs/answers.ts";
import { type JobFilter, listJobPage } from "#features/jobs/find-jobs.ts";
import { type JobState, jobStates } from "#features/jobs/job-states.ts";
import type { JobsContext } from "#features/jobs/jobs-context.ts";
import { reasonLength } from "#features/jobs/limits.ts";
import type { ScannedJob } from "#features/jobs/scan-jobs.ts";
import { AppError } from "#platform/errors.ts";
import { positiveInteger } from "../arguments.ts";
import type { CommandContext, OpenContext } from "../command-context.ts";
import { withQueue } from "../open-queue.ts";
import { printJson, printRows } from "../print.ts";

/** `ops jobs`: what the page "Jobs" shows and does. */
export function registerJobsCommand(program: Command, open: OpenContext): void {
  const jobs = program
    .command("jobs")
    .description("jobs in the queue, their schedules, and those that failed");
  addList(jobs, open);
  addShow(jobs, open);
  addSchedules(jobs, open);
  addKinds(jobs, open);
  addAction(jobs, open, "retry", "queue a dead job again, or begin the next try of a failed one");
  addAction(jobs, open, "discard", "let go of a job that does not run");
  addRun(jobs, open);
}

type FilterOptions = { state?: JobState; dead?: true; job?: string; schedule?: string; search?: string };

function withFilter(command: Command): Command {
  return command
    .addOption(new Option("--state <state>", "only jobs of this state").choices(jobStates))
    .option("--dead", "only dead jobs: those that are not tried any more")
    .option("--job <name>", "only this kind of job")
    .option("--schedule <key>", "only jobs of this schedule")
    .option("--search <text>", "only where input or error, without personal data, holds this");
}

function filterOf({ state, dead, job, schedule, search }: FilterOptions): JobFilter {
  return { state: dead ? "dead" : state, job, schedule, search };
}

function addList(jobs: Command, open: OpenContext): void {
  withFilter(jobs.command("list"))
    .description("jobs, dead and failed ones first; without --state all that are not completed")
    .option("--most <n>", "at most so many", positiveInteger, 50)
    .action(async ({ most, ...options }: FilterOptions & { most: number }) => {
      const context = await open();
      const page = await withJobs(
        context,
        async ({ queue }) => await listJobPage(queue, filterOf(options), { limit: most }),
      );
      printRows(page.data.map(jobRow), { columns: jobColumns, format: formatOf(context) });
      if (page.total > page.data.length) note(`${page.data.length} of ${page.total}; --most shows more.`);
      if (page.cut.length > 0) note(`Only the newest 5,000 were looked through: ${page.cut.join(", ")}.`);
    });
}

const jobColumns = ["id", "job", "schedule", "state", "tries", "input", "at", "next_at", "error"] as const;

function jobRow({ id, job, schedule, state, tries, mostTries, times, input, at, dueAt, error }: ScannedJob) {
  const made = `${tries}/${mostTries}${times > 1 ? `, ${times} times` : ""}`;
  return { id, job, schedule, state, tries: made, input, at, next_at: dueAt, error };
}

function addShow(jobs: Command, open: OpenContext): void {
  jobs
    .command("show <id>")
    .description("one job with its error, stack, context and runs")
    .action(async (id: string) => {
      const context = await open();
      printJson(await withJobs(context, async (ctx) => await answerJob(ctx, id)));
    });
}

function addSchedules(jobs: Command, open: OpenContext): void {
  jobs
    .command("schedules")
    .description("what runs by the clock, when next, and which runs of the last day were missed")
    .action(async () => {
      const context = await open();
      const { data } = await withJobs(context, answerSchedules);
      const rows = data.map(({ key, rate, nextAt, lastStartedAt, lastSuccessAt, missedAt, ...rest }) => ({
        schedule: key,
        ...rest,
        rate: "everySeconds" in rate ? `every ${rate.everySeconds} s` : `${rate.cron} (${rate.timezone})`,
        ...{ next_at: nextAt, last_started_at: lastStartedAt, last_success_at: lastSuccessAt },
        missed_at: missedAt[0] ?? null,
      }));
      const columns = [
        ...(["schedule", "job", "rate", "state", "next_at", "last_started_at", "last_success_at"] as const),
        ...(["missed", "missed_at", "input"] as const),
      ];
      printRows(rows, { columns, format: formatOf(context) });
    });
}

function addKinds(jobs: Command, open: OpenContext): void {
  jobs
    .command("kinds")
    .description(
      "how much of each kind of job there is, how it goes, how long it takes, how far it is behind",
    )
    .action(async () => {
      const context = await open();
      const answer = await withJobs(context, answerKinds);
      if (context.json) return printJson(answer);
      const rows = answer.data.map(({ counts, ...kind }) => ({ ...counts, ...kind }));
      const columns = [
        ...(["job", "waiting", "active", "delayed", "failed", "dead", "ranHour", "failedHour"] as const),
        ...(["ranDay", "failedDay", "brokeOffDay", "medianMs", "p95Ms", "oldestDueAt", "nextRunAt"] as const),
      ];
      printRows(rows, { columns, format: "table" });
      for (const { consumer, behind } of answer.consumers) note(`${consumer} is ${behind} changes behind.`);
    });
}

function addAction(jobs: Command, open: OpenContext, action: JobAction, description: string): void {
  withFilter(jobs.command(`${action} [ids...]`))
    .description(`${description}; --all for every one under the filter`)
    .option("--all", "every job under the filter; dead ones where no filter is given")
    .requiredOption("--reason <text>", "why; kept in the audit log", reason)
    .action(async (ids: string[], options: FilterOptions & { all?: true; reason: string }) => {
      const target = targetOf(ids, options);
      const context = await open();
      const { done, skipped, left } = await withJobs(
        context,
        async (ctx) => await actOnJobs(ctx, action, target, options.reason),
      );
      if (done.length === 0 && skipped.length > 0) {
        throw new AppError("not_found", skipped.map(({ id, reason }) => `${id}: ${reason}`).join("\n"));
      }
      const word = action === "retry" ? "retried" : "discarded";
      const rows = [
        ...done.map(({ id, job }) => ({ id, job, outcome: word, reason: null })),
        ...skipped.map(({ id, reason }) => ({ id, job: null, outcome: "skipped", reason })),
      ];
      printRows(rows, { columns: ["id", "job", "outcome", "reason"], format: formatOf(context) });
      if (left > 0) note(`${left} more match. Run it again for them.`);
    });
}

function targetOf(ids: readonly string[], { all, ...options }: FilterOptions & { all?: true }): JobTarget {
  if (ids.length > 0) return { ids };
  if (!all) {
    throw new AppError("invalid_input", 'Say which: numbers that "ops jobs list" shows, or --all.');
  }
  const { state, job, schedule, search } = filterOf(options);
  const isNarrowed = [state, job, schedule, search].some((part) => part !== undefined);
  return { filter: { state: isNarrowed ? state : "dead", job, schedule, search } };
}

function addRun(jobs: Command, open: OpenContext): void {
  jobs
    .command("run <schedule>")
    .description("have a schedule's job run now, beside its next run")
    .requiredOption("--reason <text>", "why; kept in the audit log", reason)
    .action(async (key: string, options: { reason: string }) => {
      const context = await open();
      const id = await withJobs(context, async (ctx) => await runSchedule(ctx, key, options.reason));
      printRows([{ schedule: key, queued_as: id }], { format: formatOf(context) });
    });
}

function reason(text: string): string {
  const said = text.trim();
  if (said.length >= reasonLength.least && said.length <= reasonLength.most) return said;
  throw new AppError("invalid_input", "--reason: say in a few words why, in 300 characters at most.");
}

async function withJobs<T>(context: CommandContext, work: (ctx: JobsContext) => Promise<T>): Promise<T> {
  const { username } = userInfo();
  return await withQueue(context, async (queue) => {
    const actor = { userId: "ops", kind: "system", name: `Command line (${username})` } as const;
    return await work({ queue, actor, transact: async (step) => await inTransaction(context.db, step) });
  });
}

function formatOf({ json }: CommandContext): "json" | "table" {
  return json ? "json" : "table";
}

function note(text: string): void {
  process.stderr.write(`${text}\n`);
}
