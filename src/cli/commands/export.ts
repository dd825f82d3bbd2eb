import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Argument, type Command, Option } from "commander";
import { stringify } from "csv-stringify";
import type { Database } from "#db/client.ts";
import { countHeld, exportRecords } from "#features/ingestion/export-records.ts";
import { recordFormats } from "#sources/schema/record-formats.ts";
import { type Resource, resources } from "#sources/source.ts";
import type { OpenContext } from "../command-context.ts";

/** `ops export`: our live rows as the source would print them. */
export function registerExportCommand(program: Command, open: OpenContext): void {
  program
    .command("export")
    .description("print our live rows in the fields and formats of the source's contract, by id")
    .addArgument(new Argument("<resource>", "what to print").choices([...resources]))
    .addOption(new Option("--format <format>", "how").choices(["ndjson", "csv"]).default("ndjson"))
    .action(async (resource: Resource, { format }: { format: "ndjson" | "csv" }) => {
      const { db, progress } = await open();
      const records = printedRecords(db, resource);
      if (format === "csv") await writeCsv(records, Object.keys(recordFormats[resource].cells));
      else await writeNdjson(records);
      const held = await countHeld(db, resource);
      if (held > 0)
        progress.say(`${held} ${resource} wait for their customer or tutor and are not among these.`);
    });
}

async function* printedRecords<R extends Resource>(db: Database, resource: R) {
  const format = recordFormats[resource];
  for await (const record of exportRecords(db, resource)) yield format.print(record);
}

type Printed = AsyncIterable<Readonly<Record<string, unknown>>>;

async function writeNdjson(records: Printed): Promise<void> {
  const lines = async function* () {
    for await (const record of records) yield `${JSON.stringify(record)}\n`;
  };
  await pipeline(Readable.from(lines()), process.stdout, { end: false });
}

async function writeCsv(records: Printed, columns: string[]): Promise<void> {
  const cells = stringify({
    header: true,
    columns,
    cast: { boolean: String, object: (value) => JSON.stringify(value) },
  });
  await pipeline(Readable.from(records), cells, process.stdout, { end: false });
}
