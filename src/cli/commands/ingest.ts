import { setTimeout as sleep } from "node:timers/promises";
import { Argument, type Command } from "commander";
import { type BulkConnection, withBulkConnection } from "#db/bulk-connection.ts";
import type { IngestionSummary } from "#features/ingestion/ingestion-context.ts";
import { pollResource } from "#features/ingestion/poll-resource.ts";
import { AppError } from "#platform/errors.ts";
import { configuredSources } from "#registry/sources.ts";
import { type Resource, resources, type Source } from "#sources/source.ts";
import type { CommandContext, OpenContext } from "../command-context.ts";
import { exitCodeOf } from "../exit-code.ts";
import { ingestionContext } from "../ingestion-context.ts";
import { printRows } from "../print.ts";
import { addQuarantineCommand } from "./quarantine.ts";
import { addReconcileCommand } from "./reconcile.ts";

const waitForOtherPollMs = 500;

/** `ops ingest`: polls the source now. */
export function registerIngestCommand(program: Command, open: OpenContext): void {
  const ingest = program
    .command("ingest")
    .description("read what changed at the source, as a scheduled poll does")
    .addArgument(new Argument("<resource>", "what to read").choices([...resources, "all"]))
    .option("--bulk", "a first reading: fill empty tables many times faster; one that is killed begins again")
    .action(async (resource: Resource | "all", { bulk = false }: { bulk?: boolean }) => {
      const context = await open();
      const chosen = resource === "all" ? resources : [resource];
      const summaries = bulk
        ? await withBulkConnection(
            { url: context.ownerUrl, name: "ops ingest" },
            async (connection) => await pollEach(context, chosen, { bulk: connection }),
          )
        : await pollEach(context, chosen, {});
      context.progress.end();
      printRows(summaries, { format: context.json ? "json" : "table" });
    });
  addReconcileCommand(ingest, open);
  addQuarantineCommand(ingest, open);
}

type Way = { bulk?: BulkConnection };

async function pollEach(
  context: CommandContext,
  chosen: readonly Resource[],
  way: Way,
): Promise<IngestionSummary[]> {
  const sources = configuredSources(context.log);
  const summaries: IngestionSummary[] = [];
  for (const resource of chosen) {
    const summary = await pollOrSay(context, sources, resource, way);
    if (summary !== null) summaries.push(summary);
  }
  return summaries;
}

/** A resource that cannot be read is said in one sentence, and the others go on. */
async function pollOrSay(
  context: CommandContext,
  sources: readonly Source[],
  resource: Resource,
  way: Way,
): Promise<IngestionSummary | null> {
  try {
    return await pollInTurn(context, sources, resource, way);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    context.progress.say(`${resource}: ${error.message}`);
    process.exitCode = exitCodeOf(error);
    return null;
  }
}

/** Polls a resource; where another process is at it, after that one: it may have begun before the latest change. */
async function pollInTurn(
  context: CommandContext,
  sources: readonly Source[],
  resource: Resource,
  way: Way,
): Promise<IngestionSummary> {
  let hasWaited = false;
  for (;;) {
    const ctx = { ...ingestionContext(context, resource), ...way };
    const summary = await pollResource(ctx, sources, resource, "command");
    if (summary !== null) return summary;
    if (!hasWaited) context.progress.say(`${resource}: another poll is running; waiting for its end.`);
    hasWaited = true;
    await sleep(waitForOtherPollMs);
  }
}
