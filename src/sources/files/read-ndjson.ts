import type { Readable } from "node:stream";
import type { FileRecord } from "./read-csv.ts";
import { unreadableFile } from "./unreadable-file.ts";

const maxLineLength = 16 * 1024 * 1024;

/**
 * Reads the records of a text with one JSON value on each line. A line that is not JSON is handed on as text:
 * it is no record, and is kept as such. Throws one sentence with file and line for a line that does not end.
 */
export async function* readNdjson(text: Readable, file: string): AsyncGenerator<FileRecord> {
  let lineNumber = 0;
  for await (const line of linesOf(text, file)) {
    lineNumber++;
    if (line.trim() === "") continue;
    if (lineNumber === 1 && /^\s*\[\s*(\{.*)?$/.test(line)) {
      throw unreadableFile(file, 1, "it is one JSON list; each line should be one record.");
    }
    yield readLine(line);
  }
}

function readLine(line: string): FileRecord {
  try {
    return { raw: JSON.parse(line), json: () => line };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { raw: line, json: () => JSON.stringify(line) };
  }
}

async function* linesOf(text: Readable, file: string): AsyncGenerator<string> {
  let rest: string[] = [];
  let restLength = 0;
  let count = 0;
  for await (const chunk of text as AsyncIterable<string>) {
    // A long line is put together once, not again with each piece of it.
    const [first = "", ...others] = chunk.split("\n");
    rest.push(first);
    restLength += first.length;
    for (const next of others) {
      count++;
      yield rest.join("");
      rest = [next];
      restLength = next.length;
    }
    if (restLength > maxLineLength) throw unreadableFile(file, count + 1, "the line is over 16 MB.");
  }
  if (restLength > 0) yield rest.join("");
}
