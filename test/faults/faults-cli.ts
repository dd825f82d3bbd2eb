import { randomInt } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { Command, InvalidArgumentError, Option } from "commander";
import { createProgress } from "#cli/progress.ts";
import { runCampaign, shrink } from "./campaign.ts";
import { type Ground, openGround } from "./ground/ground.ts";
import type { Outcome } from "./run-schedule.ts";
import { type Profile, profiles } from "./schedule.ts";
import { printSummary } from "./summary.ts";

type Options = {
  schedules: number;
  seed: number;
  schedule?: number;
  jobs: number;
  kinds?: Profile[];
  report?: string;
};

const say = (line: string) => void process.stdout.write(`${line}\n`);
const mostFaultsShown = 8;
const mostShrunk = 3;

/** `npm run faults`: random schedules of faults, each followed by a comparison of everything. */
async function main(options: Options): Promise<number> {
  const stopping = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stopping.abort());
  const stray: string[] = [];
  process.on("unhandledRejection", (error) => stray.push(String((error as Error)?.stack ?? error)));
  const { seed, schedule, schedules, jobs, kinds = profiles } = options;
  const indexes =
    schedule === undefined ? Array.from({ length: schedules }, (_, index) => index) : [schedule];
  const progress = createProgress();
  const startedAt = performance.now();
  const seconds = () => (performance.now() - startedAt) / 1000;
  let done = 0;
  let failures = 0;
  const ground = await openGround(null);
  try {
    const outcomes = await runCampaign({
      ground,
      seed,
      indexes,
      jobs,
      wanted: kinds,
      signal: stopping.signal,
      onOutcome(outcome) {
        done++;
        if (outcome.faults.length > 0) {
          failures++;
          tellFailure(outcome, commandFor(options, outcome));
        }
        progress.step(
          "schedules",
          done,
          indexes.length,
          `${Math.round(done / (seconds() / 60))} a minute, ${failures} failed`,
        );
      },
    });
    progress.end();
    const summary = printSummary({ seed, outcomes, seconds: seconds(), command: commandOf(options) });
    for (const line of ["", ...summary]) say(line);
    for (const text of stray) say(`Nobody waited for this fault: ${text}`);
    if (stopping.signal.aborted) say(`Stopped after ${outcomes.length} of ${indexes.length} schedules.`);
    if (options.report !== undefined) await writeFile(options.report, `${summary.join("\n")}\n`);
    if (!stopping.signal.aborted) await tellSmallest(ground, outcomes);
    if (stopping.signal.aborted) return 130;
    return failures + stray.length > 0 ? 1 : 0;
  } finally {
    progress.end();
    await ground.close();
  }
}

const commandOf = ({ kinds }: Options) =>
  `npm run faults --${kinds === undefined ? "" : ` --kinds ${kinds.join(",")}`}`;
const commandFor = (options: Options, { schedule }: Outcome) =>
  `${commandOf(options)} --seed ${schedule.seed} --schedule ${schedule.index}`;

function tellFailure({ schedule, faults }: Outcome, command: string): void {
  say(
    `\nSchedule ${schedule.index} of seed ${schedule.seed} (${schedule.profile}) failed. Again: ${command}`,
  );
  for (const fault of faults.slice(0, mostFaultsShown)) say(`  ${fault}`);
  if (faults.length > mostFaultsShown) say(`  and ${faults.length - mostFaultsShown} more`);
  say(`  ${JSON.stringify(schedule)}`);
}

async function tellSmallest(ground: Ground, outcomes: readonly Outcome[]): Promise<void> {
  for (const { schedule } of outcomes.filter(({ faults }) => faults.length > 0).slice(0, mostShrunk)) {
    const smallest = await shrink(ground, schedule);
    if (smallest.steps.length === schedule.steps.length) continue;
    say(
      `\nSchedule ${schedule.index} still fails with ${smallest.steps.length} of its ${schedule.steps.length} steps:`,
    );
    say(`  ${JSON.stringify(smallest.steps)}`);
  }
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("Give a whole number.");
  return Number(text);
}

function listOfProfiles(text: string): Profile[] {
  const names = text.split(",");
  const unknown = names.find((name) => !profiles.some((profile) => profile === name));
  if (unknown !== undefined) throw new InvalidArgumentError(`There is ${profiles.join(", ")}.`);
  return names as Profile[];
}

const program = new Command("faults")
  .description("runs random schedules of faults against ingestion, and compares source and tables after each")
  .option("--schedules <number>", "how many", wholeNumber, 100)
  .addOption(
    new Option("--seed <number>", "where the schedules come from")
      .argParser(wholeNumber)
      .default(randomInt(1_000_000)),
  )
  .option("--schedule <number>", "only this one", wholeNumber)
  .option("--jobs <number>", "schedules at the same time", wholeNumber, 2)
  .option("--kinds <list>", `only some of ${profiles.join(", ")}`, listOfProfiles)
  .option("--report <file>", "also writes the summary as Markdown")
  .action(async (options: Options) => {
    process.exitCode = await main(options);
  });

await program.parseAsync();
