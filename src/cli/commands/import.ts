import type { Command } from "commander";
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
    .action(async ({ dir }: { dir: string }) => {
      await importFolder(await open(), dir);
    });
}

/** Takes the files of a folder, one after the other, and prints what came of each. */
export async function importFolder(context: CommandContext, dir: string): Promise<void> {
  const summaries: FileSummary[] = [];
  for (const file of await findRecordFiles(dir)) {
    const summary = await importOrSay(context, file);
    if (summary === null) process.exitCode = 1;
    else summaries.push(summary);
  }
  context.progress.end();
  printRows(summaries, { format: context.json ? "json" : "table" });
}

/** A file that cannot be read is said in one sentence, and the others go on. */
async function importOrSay(context: CommandContext, file: RecordFilePath): Promise<FileSummary | null> {
  try {
    return await importFile(context, file);
  } catch (error) {
    if (!(error instanceof AppError && error.code === "invalid_input")) throw error;
    context.progress.say(error.message);
    return null;
  }
}

async function importFile(context: CommandContext, file: RecordFilePath): Promise<FileSummary> {
  const startedAt = performance.now();
  const secondsSoFar = () => Math.max((performance.now() - startedAt) / 1000, 0.001);
  let bytesRead = 0;
  const watched = async function* () {
    for await (const chunk of readRecordFile(file)) {
      bytesRead = chunk.bytesRead;
      yield chunk;
    }
  };
  const progress = async (records: number) => {
    const speed = Math.round(records / secondsSoFar());
    context.progress.step(`${file.name} (KB)`, toKb(bytesRead), toKb(file.bytes), `${speed} rows/s`);
  };
  const summary = await importRecords(
    { ...ingestionContext(context, file.name), progress },
    { resource: file.resource, origin: file.name, chunks: watched() },
  );
  const seconds = Number(secondsSoFar().toFixed(1));
  const rowsPerSecond = Math.round(summary.received / secondsSoFar());
  context.progress.say(`${file.name}: ${summary.received} rows in ${seconds} s, ${rowsPerSecond} rows/s`);
  const { pages: _pages, ...counts } = summary;
  return { file: file.name, ...counts, seconds, rows_per_second: rowsPerSecond } as FileSummary;
}

const toKb = (bytes: number) => Math.round(bytes / 1000);
