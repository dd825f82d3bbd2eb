import { setTimeout as sleep } from "node:timers/promises";
import { Argument, type Command } from "commander";
import { reconcileResource } from "#features/ingestion/reconcile/reconcile-resource.ts";
import {
  type ReconciledResource,
  reconciledResources,
} from "#features/ingestion/reconcile/reconciled-resource.ts";
import type { ReconciliationReport } from "#features/ingestion/reconcile/report.ts";
import { AppError } from "#platform/errors.ts";
import { configuredSources } from "#registry/sources.ts";
import type { CommandContext, OpenContext } from "../command-context.ts";
import { differsExitCode, exitCodeOf } from "../exit-code.ts";
import { ingestionContext } from "../ingestion-context.ts";
import { printRows } from "../print.ts";

const waitForOtherMs = 1_000;

/** `ops ingest reconcile`: compares ids and counts with the source and mends what differs. */
export function addReconcileCommand(ingest: Command, open: OpenContext): void {
  ingest
    .command("reconcile")
    .description("compare ids and counts with the source, and mend what differs")
    .addArgument(
      new Argument("[resource]", "what to compare").choices([...reconciledResources, "all"]).default("all"),
    )
    .option("--allow-deletes", "mark what the source has no more as deleted, however much it is")
    .action(async (resource: ReconciledResource | "all", { allowDeletes }: { allowDeletes?: boolean }) => {
      const context = await open();
      const chosen = resource === "all" ? reconciledResources : [resource];
      const reports: ReconciliationReport[] = [];
      for (const one of chosen) {
        const report = await reconcileOrSay(context, one, allowDeletes === true);
        if (report !== null) reports.push(report);
      }
      context.progress.end();
      for (const report of reports) tell(context, report);
      printRows(reports, {
        columns: context.json ? allColumns : shownColumns,
        format: context.json ? "json" : "table",
      });
    });
}

const shownColumns = ["resource", "state", "source", "stored", "missing", "extra", "mended"] as const;
const allColumns = [
  "id",
  ...shownColumns,
  "deleted",
  "restored",
  "standIns",
  "daysDiffering",
  "guard",
] as const;

/** What somebody has to look at, in a sentence, and in the exit code where nothing worse is there. */
function tell({ progress }: CommandContext, report: ReconciliationReport): void {
  if (report.state !== "differs" && report.state !== "held_back") return;
  const unmended = report.missing + report.extra - report.mended;
  progress.say(
    report.guard ??
      `${report.resource}: not mended: ${unmended}; days that differ in number: ${report.daysDiffering}. ` +
        `Report ${report.id} on the page Data, Reconciliation, says which.`,
  );
  process.exitCode ??= differsExitCode;
}

/** A resource that cannot be compared is said in one sentence, and the others go on. */
async function reconcileOrSay(
  context: CommandContext,
  resource: ReconciledResource,
  allowDeletes: boolean,
): Promise<ReconciliationReport | null> {
  try {
    return await reconcileInTurn(context, resource, allowDeletes);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    context.progress.say(`${resource}: ${error.message}`);
    process.exitCode = exitCodeOf(error);
    return null;
  }
}

/** After another process's, where one is at it: it may have begun before the latest change. */
async function reconcileInTurn(
  context: CommandContext,
  resource: ReconciledResource,
  allowDeletes: boolean,
): Promise<ReconciliationReport> {
  const sources = configuredSources(context.log);
  let hasWaited = false;
  for (;;) {
    const ctx = ingestionContext(context, resource);
    const report = await reconcileResource(ctx, sources, resource, "command", { allowDeletes });
    if (report !== null) return report;
    if (!hasWaited) context.progress.say(`${resource}: another one is being compared; waiting for its end.`);
    hasWaited = true;
    await sleep(waitForOtherMs);
  }
}
