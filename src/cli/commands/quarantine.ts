import { readFile } from "node:fs/promises";
import { Argument, type Command, Option } from "commander";
import { inTransaction } from "#db/transaction.ts";
import { discardRecords } from "#features/ingestion/quarantine/discard-records.ts";
import { listQuarantine, readQuarantined } from "#features/ingestion/quarantine/read-quarantine.ts";
import { readRequest } from "#features/ingestion/quarantine/read-request.ts";
import {
  type Asked,
  type Asking,
  requestOneRetry,
  requestRetry,
} from "#features/ingestion/quarantine/request-retry.ts";
import { retryWaiting } from "#features/ingestion/quarantine/retry-waiting.ts";
import type { Quarantined, Selection } from "#features/ingestion/quarantine/schemas.ts";
import { quarantineStates } from "#features/ingestion/quarantine/schemas.ts";
import { type Actor, appendAudit } from "#platform/audit.ts";
import { AppError } from "#platform/errors.ts";
import { readRecordText } from "#sources/schema/read-record-text.ts";
import { type Resource, resources } from "#sources/source.ts";
import { positiveInteger } from "../arguments.ts";
import type { CommandContext, OpenContext } from "../command-context.ts";
import { ingestionContext } from "../ingestion-context.ts";
import { printRows } from "../print.ts";

const commandLine: Actor = { userId: "ops", kind: "system", name: "Command line" };

const resourceOption = () => new Option("--resource <resource>", "only of this resource").choices(resources);

const idsArgument = () =>
  new Argument("[ids...]", "their numbers in the list")
    .argParser((text: string, before: number[]) => [...before, positiveInteger(text)])
    .default([]);

/** `ops ingest quarantine`: records that broke the source's contract, and what is to be done with them. */
export function addQuarantineCommand(ingest: Command, open: OpenContext): void {
  const quarantine = ingest
    .command("quarantine")
    .description("records that broke the source's contract: read, retry, discard");
  addList(quarantine, open);
  addShow(quarantine, open);
  addRetry(quarantine, open);
  addDiscard(quarantine, open);
}

type ListOptions = { resource?: Resource; state: Quarantined["state"]; most: number };

function addList(quarantine: Command, open: OpenContext): void {
  quarantine
    .command("list")
    .description("records in quarantine, newest first")
    .addOption(resourceOption())
    .addOption(new Option("--state <state>", "which ones").choices(quarantineStates).default("open"))
    .option("--most <n>", "at most so many", positiveInteger, 50)
    .action(async ({ most, ...filter }: ListOptions) => {
      const context = await open();
      const { data, total } = await inTransaction(context.db, (trx) =>
        listQuarantine(trx, { ...filter, limit: most }),
      );
      printRows(data.map(listRow), {
        columns: ["id", "resource", "key", "faults", "seen", "first_seen", "last_seen", "origin", "outcome"],
        format: format(context),
      });
      if (total > data.length) context.progress.say(`${data.length} of ${total}; see more with --most.`);
    });
}

function listRow(record: Quarantined) {
  const { id, resource, key, faults, origin, seenCount, firstSeenAt, lastSeenAt, lastAction } = record;
  return {
    id,
    resource,
    key,
    faults: faults.map(({ path, reason }) => `${path}: ${reason}`).join("; "),
    seen: seenCount,
    first_seen: firstSeenAt,
    last_seen: lastSeenAt,
    origin,
    outcome: lastAction?.outcome ?? null,
  };
}

function addShow(quarantine: Command, open: OpenContext): void {
  quarantine
    .command("show")
    .argument("<id>", "its number in the list", positiveInteger)
    .description("one record as it came; this is written into the audit log")
    .action(async (id: number) => {
      const context = await open();
      const record = await inTransaction(context.db, async (trx) => {
        const found = await readQuarantined(trx, id);
        await appendAudit(trx, commandLine, {
          action: "quarantine.opened",
          entity: "quarantined_record",
          entityId: String(id),
          details: { resource: found.resource, key: found.key },
        });
        return found;
      });
      if (context.json) return printRows([record], { format: "json" });
      const rows = record.faults.map(({ path, reason }) => ({ fault_at: path, reason }));
      printRows(rows, { columns: ["fault_at", "reason"], format: "table" });
      process.stdout.write(`\n${record.record}\n`);
    });
}

type ChoiceOptions = { resource?: Resource; all?: true };

function addRetry(quarantine: Command, open: OpenContext): void {
  quarantine
    .command("retry")
    .addArgument(idsArgument())
    .description("try records again, as they came or as a file has them; --all for every open one")
    .addOption(resourceOption())
    .option("--all", "every open record, or those of --resource")
    .option("--file <path>", "the edited record as JSON, for one id")
    .option("--reason <text>", "why it was edited; needed with --file")
    .action(async (ids: number[], options: ChoiceOptions & { file?: string; reason?: string }) => {
      const context = await open();
      const selection = chosen(ids, options);
      const asked =
        options.file === undefined
          ? await inTransaction(context.db, (trx) =>
              requestRetry(trx, { ...asking(context), readText: readRecordText }, selection),
            )
          : await retryEdited(context, selection, options.file, options.reason);
      await retryWaiting(ingestionContext(context, "quarantine"), readRecordText);
      context.progress.end();
      await printOutcome(context, asked);
    });
}

async function retryEdited(
  context: CommandContext,
  { ids }: Selection,
  path: string,
  reason: string | undefined,
): Promise<Asked> {
  const [id, ...others] = ids ?? [];
  if (id === undefined || others.length > 0) throw new AppError("invalid_input", "With --file give one id.");
  if (reason === undefined)
    throw new AppError("invalid_input", "Say with --reason why the record is changed.");
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw new AppError("invalid_input", `The file ${path} cannot be read.`, { cause: error });
  });
  return await inTransaction(context.db, (trx) =>
    requestOneRetry(trx, { ...asking(context), readText: readRecordText }, id, { text, reason }),
  );
}

async function printOutcome(context: CommandContext, asked: Asked): Promise<void> {
  if (asked.records === 0) return context.progress.say("There is nothing to retry.");
  const { outcomes, records } = await inTransaction(context.db, (trx) => readRequest(trx, asked.requestId));
  printRows(records, { columns: ["id", "resource", "key", "outcome", "note"], format: format(context) });
  context.progress.say(outcomes.map(({ outcome, records: count }) => `${count} ${outcome}`).join(", "));
  if (asked.left > 0) context.progress.say(`${asked.left} are left; run it again.`);
}

function addDiscard(quarantine: Command, open: OpenContext): void {
  quarantine
    .command("discard")
    .addArgument(idsArgument())
    .description("let go of records; they are kept for 180 days and stay away until the source changes them")
    .requiredOption("--reason <text>", "why they are of no use")
    .addOption(resourceOption())
    .option("--all", "every open record, or those of --resource")
    .action(async (ids: number[], options: ChoiceOptions & { reason: string }) => {
      const context = await open();
      const decision = { ...chosen(ids, options), reason: options.reason };
      const { requestId, ...decided } = await inTransaction(context.db, (trx) =>
        discardRecords(trx, asking(context), decision),
      );
      printRows([{ discarded: decided.records, left: decided.left, request: requestId }], {
        columns: ["discarded", "left", "request"],
        format: format(context),
      });
    });
}

function chosen(ids: readonly number[], { all, resource }: ChoiceOptions): Selection {
  if (ids.length > 0) return { ids };
  if (all) return { filter: { state: "open", resource } };
  throw new AppError(
    "invalid_input",
    'Say which: numbers that "ops ingest quarantine list" shows, or --all, with --resource for one resource.',
  );
}

const asking = ({ now }: CommandContext): Asking => ({ actor: commandLine, at: now() });
const format = ({ json }: CommandContext) => (json ? "json" : "table");
