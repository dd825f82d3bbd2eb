import { once } from "node:events";
import { type Command, Option } from "commander";
import { withAdvisoryLock } from "#db/advisory-lock.ts";
import {
  type HealthListRow,
  healthAsOf,
  healthListColumns,
  listHealthAsOf,
} from "#features/customer-health/as-of.ts";
import { describeHealth } from "#features/customer-health/describe.ts";
import { healthPassLock } from "#features/customer-health/jobs.ts";
import { runHealthPass } from "#features/customer-health/pass.ts";
import { AppError } from "#platform/errors.ts";
import { keepQueueOfScores } from "#registry/keep-queue.ts";
import { instant, positiveInteger } from "../arguments.ts";
import type { CommandContext, OpenContext } from "../command-context.ts";
import { printJson, printRows } from "../print.ts";

type AsOf = { asOf?: Date };
type ListFormat = "csv" | "json";

/** `ops health`: compute the scores, list them as of an instant, explain one. */
export function registerHealthCommand(program: Command, open: OpenContext): void {
  const health = program.command("health").description("customer health scores");
  health
    .command("compute")
    .description("bring the stored scores up to date: those that can have changed, or all")
    .option("--full", "compute every customer")
    .option("--as-of <instant>", "compute as of this instant instead of now", instant)
    .action(async ({ full, asOf }: AsOf & { full?: boolean }) => {
      await compute(await open(), full === true, asOf);
    });
  health
    .command("list")
    .description("everybody's score as of an instant, computed without storing anything")
    .option("--as-of <instant>", "instead of now", instant)
    .addOption(new Option("--format <format>", "how to print").choices(["csv", "json"]).default("csv"))
    .action(async ({ asOf, format }: AsOf & { format: ListFormat }) => {
      const context = await open();
      await printList(context, asOf ?? context.now(), context.json ? "json" : format);
    });
  health
    .command("explain")
    .description("why a customer has the score")
    .argument("<customer-id>", "id of the customer", positiveInteger)
    .option("--as-of <instant>", "instead of now", instant)
    .action(async (customerId: number, { asOf }: AsOf) => {
      const context = await open();
      await explain(context, customerId, asOf ?? context.now());
    });
}

async function compute(context: CommandContext, full: boolean, asOf?: Date): Promise<void> {
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  const { db, now, progress, json } = context;
  const ctx = {
    db,
    keepQueue: keepQueueOfScores,
    signal: stop.signal,
    progress: async (done: number, total: number | null, note?: string) =>
      progress.step(note ?? "health scores", done, total),
  };
  const request = { kind: full ? ("full" as const) : ("incremental" as const), asOf: asOf ?? now() };
  const held = await withAdvisoryLock(db, healthPassLock, async () => await runHealthPass(ctx, request));
  if (held === null)
    throw new AppError(
      "conflict",
      "The worker is computing health scores at this moment. Try again when it is done.",
    );
  const pass = held.result;
  const row = {
    kind: pass.kind,
    as_of: pass.asOf,
    computed: pass.computed,
    changed: pass.changed,
    duration_ms: Math.round(pass.durationMs),
  };
  if (json) printJson(row);
  else printRows([row], { format: "table" });
}

const charactersAtOnce = 65_536;

async function printList({ db }: CommandContext, asOf: Date, format: ListFormat): Promise<void> {
  let text = format === "csv" ? `${healthListColumns.join()}\n` : "[";
  let isFirst = true;
  for await (const row of listHealthAsOf(db, asOf)) {
    text += format === "csv" ? `${csvLine(row)}\n` : `${isFirst ? "\n" : ",\n"}${JSON.stringify(row)}`;
    isFirst = false;
    if (text.length < charactersAtOnce) continue;
    await print(text);
    text = "";
  }
  await print(format === "csv" ? text : `${text}\n]\n`);
}

// Numbers and plain words: nothing needs quoting.
function csvLine(row: HealthListRow): string {
  return healthListColumns.map((column) => row[column] ?? "").join();
}

async function print(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, "drain");
}

async function explain({ db, json }: CommandContext, customerId: number, asOf: Date): Promise<void> {
  const { health, settings } = await healthAsOf(db, customerId, asOf);
  const lines = describeHealth(health, asOf, settings);
  if (json) printJson({ ...health, asOf, lines });
  else process.stdout.write(`${lines.join("\n")}\n`);
}
