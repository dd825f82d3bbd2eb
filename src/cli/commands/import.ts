import type { Command } from "commander";
import { type BulkConnection, withBulkConnection } from "#db/bulk-connection.ts";
import { importRecords } from "#features/ingestion/import-records.ts";
import type { IngestionSummary } from "#features/ingestion/ingestion-context.ts";
import { AppError } from "#platform/errors.ts";
import { findRecordFiles, type RecordFilePath, readRecordFile } from "#sources/files/record-file.ts";
import type { CommandContext, OpenContext } from "../command-context.ts";
import { ingestionContext } from "../ingestion-context.ts";
import { printRows } from "../print.ts";

type FileSummary = { file: string; seconds: number; rows_per_second: number } & IngestionSummary;

/** `ops import`: takes records from files. */
export function registerImportCommand(program: Command, open: OpenContext): void {
  program
    .command("import")
    .description("take records from CSV or NDJSON files that are named by resource, such as sessions.csv")
    .requiredOption("--dir <folder>", "the folder with the files")
    .option("--bulk", "history: fill empty tables many times faster; pages that need them wait meanwhile")
    .action(async ({ dir, bulk = false }: { dir: string; bulk?: boolean }) => {
      await importFolder(await open(), dir, { bulk });
    });
}

/** Takes the files of a folder, one after the other, and prints what came of each. */
export async function importFolder(
  context: CommandContext,
  dir: string,
  { bulk }: { bulk: boolean },
): Promise<void> {
  const files = await findRecordFiles(dir);
  const takeAll = async (connection: BulkConnection | null) => {
    const summaries: FileSummary[] = [];
    for (const file of files) {
      const summary = await importOrSay(context, file, connection);
      if (summary === null) process.exitCode = 1;
      else summaries.push(summary);
    }
    return summaries;
  };
  const summaries = bulk
    ? await withBulkConnection({ url: context.ownerUrl, name: "ops import" }, takeAll)
    : await takeAll(null);
  context.progress.end();
  context.progress.say(describeAll(summaries));
  printRows(summaries, { format: context.json ? "json" : "table" });
}

function describeAll(summaries: readonly FileSummary[]): string {
  const rows = summaries.reduce((sum, { received }) => sum + received, 0);
  const seconds = summaries.reduce((sum, summary) => sum + summary.seconds, 0);
  return `All files: ${rows} rows in ${seconds.toFixed(1)} s, ${Math.round(rows / Math.max(seconds, 0.1))} rows/s`;
}

/** A file that cannot be read is said in one sentence, and the others go on. */
async function importOrSay(
  context: CommandContext,
  file: RecordFilePath,
  bulk: BulkConnection | null,
): Promise<FileSummary | null> {
  try {
    return await importFile(context, file, bulk);
  } catch (error) {
    if (!(error instanceof AppError && error.code === "invalid_input")) throw error;
    context.progress.say(error.message);
    return null;
  }
}

async function importFile(
  context: CommandContext,
  file: RecordFilePath,
  bulk: BulkConnection | null,
): Promise<FileSummary> {
  const startedAt = performance.now();
  const secondsSoFar = () => Math.max((performance.now() - startedAt) / 1000, 0.001);
  let bytesRead = 0;
  const watched = async function* () {
    for await (const chunk of readRecordFile(file)) {
      bytesRead = chunk.bytesRead;
      yield chunk;
    }
  };
  const progress = async (records: number, _total: number | null, note?: string) => {
    const speed = `${Math.round(records / secondsSoFar())} rows/s`;
    const left = secondsLeft(secondsSoFar(), bytesRead / file.bytes);
    context.progress.step(
      `${file.name} (KB)`,
      toKb(bytesRead),
      toKb(file.bytes),
      note ?? (left === null ? speed : `${speed}, ${left} s left`),
    );
  };
  const summary = await importRecords(
    { ...ingestionContext(context, file.name), progress, ...(bulk === null ? {} : { bulk }) },
    { resource: file.resource, origin: file.name, chunks: watched() },
  );
  const seconds = Number(secondsSoFar().toFixed(1));
  const rowsPerSecond = Math.round(summary.received / secondsSoFar());
  context.progress.say(`${file.name}: ${summary.received} rows in ${seconds} s, ${rowsPerSecond} rows/s`);
  const { pages: _pages, ...counts } = summary;
  return { file: file.name, ...counts, seconds, rows_per_second: rowsPerSecond } as FileSummary;
}

/** How long the rest takes at the pace so far; null while that would be a guess. */
function secondsLeft(seconds: number, share: number): number | null {
  return share > 0.01 && seconds > 1 ? Math.round((seconds / share) * (1 - share)) : null;
}

const toKb = (bytes: number) => Math.round(bytes / 1000);
