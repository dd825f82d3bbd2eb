import type { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import type { OutsideRecord, RecordFormat } from "../schema/record-format.ts";
import { columnsOf, recordOfCells } from "./cells.ts";
import { unreadableFile } from "./unreadable-file.ts";

/** A record of a file, and its text for quarantine. */
export type FileRecord = { raw: unknown; json: () => string };

// A quote that is never closed makes one record of the rest of the file.
const maxRecordBytes = 16 * 1024 * 1024;

/** Reads the records of a CSV text. Throws one sentence with file and line where it cannot be read on. */
export async function* readCsv(
  text: Readable,
  file: string,
  format: RecordFormat,
): AsyncGenerator<FileRecord> {
  let lastGoodLine = 0;
  const parser = parse({
    bom: true,
    skip_empty_lines: true,
    max_record_size: maxRecordBytes,
    onRecord: (cells: string[], { lines }) => {
      lastGoodLine = lines;
      return cells;
    },
  });
  // An error of the text does not reach its reader by itself.
  text.once("error", (error) => parser.destroy(error));
  text.pipe(parser);
  let columns: ReturnType<typeof columnsOf> | null = null;
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      if (columns === null) columns = readHeader(format, cells, file);
      else {
        const record = recordOfCells(columns, cells);
        yield { raw: record, json: () => printRaw(cells, columns ?? []) };
      }
    }
  } catch (error) {
    throw error instanceof CsvError ? explain(error, file, lastGoodLine + 1) : error;
  } finally {
    text.destroy();
  }
  if (columns === null)
    throw unreadableFile(file, null, "it is empty; its first line should name the columns.");
}

function readHeader(format: RecordFormat, names: readonly string[], file: string) {
  const header = names.map((name) => name.trim());
  const twice = header.find((name, index) => header.indexOf(name) !== index);
  if (twice !== undefined) throw unreadableFile(file, 1, `the column ${twice} is there twice.`);
  const missing = format.requiredFields.filter((field) => !header.includes(field));
  if (missing.length > 0) {
    throw unreadableFile(file, 1, `the header should also name ${missing.join(", ")}.`);
  }
  return columnsOf(format, header);
}

/** The cells as they stood in the file. */
function printRaw(cells: readonly string[], columns: readonly { name: string }[]): string {
  const record: OutsideRecord = Object.fromEntries(columns.map(({ name }, index) => [name, cells[index]]));
  return JSON.stringify(record);
}

const explanations: Record<string, string> = {
  CSV_QUOTE_NOT_CLOSED: "a quote is never closed.",
  CSV_INVALID_CLOSING_QUOTE: "after a closing quote there should be a comma or the end of the line.",
  INVALID_OPENING_QUOTE: "a quote stands in the middle of a cell that is not quoted.",
  CSV_MAX_RECORD_SIZE: "a record is over 16 MB; a quote may never be closed.",
};

function explain(error: CsvError, file: string, firstBadLine: number) {
  // A record that does not end is noticed at the end of the file; people need to know where it began.
  const isEndless = error.code === "CSV_QUOTE_NOT_CLOSED" || error.code === "CSV_MAX_RECORD_SIZE";
  const line = isEndless || typeof error.lines !== "number" ? firstBadLine : error.lines;
  const counts = /expect (\d+), got (\d+)/.exec(error.message);
  const reason = counts
    ? `it has ${counts[2]} cells where the header has ${counts[1]}.`
    : (explanations[error.code] ?? `${error.message}.`);
  return unreadableFile(file, line, reason, error);
}
