import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { AppError } from "#platform/errors.ts";
import { recordFormats } from "../schema/record-formats.ts";
import { type Item, type Resource, resources } from "../source.ts";
import { readCsv } from "./read-csv.ts";
import { readNdjson } from "./read-ndjson.ts";
import { unreadableFile } from "./unreadable-file.ts";
import { utf8Only } from "./utf8-text.ts";

export type RecordFilePath = { resource: Resource; path: string; name: string; bytes: number };

/** Records that are handed on together. */
const chunkRecords = 500;

const extensions = [".csv", ".ndjson", ".jsonl"];

/** The files of a folder that are named by a resource, in the order in which they should be taken. */
export async function findRecordFiles(folder: string): Promise<RecordFilePath[]> {
  const names = new Set(await namesIn(folder));
  const found: RecordFilePath[] = [];
  for (const resource of resources) {
    for (const extension of extensions) {
      const name = `${resource}${extension}`;
      if (!names.has(name)) continue;
      const file = path.join(folder, name);
      found.push({ resource, path: file, name, bytes: (await stat(file)).size });
    }
  }
  if (found.length > 0) return found;
  const expected = resources.map((resource) => `${resource}.csv`).join(", ");
  throw new AppError("invalid_input", `${folder} holds none of ${expected} (or .ndjson, .jsonl).`);
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new AppError("invalid_input", `${folder} cannot be read as a folder (${code}).`, { cause: error });
  }
}

/** Records of a file, checked, some at a time; `bytesRead` says how far the file has been read. */
export async function* readRecordFile(file: RecordFilePath): AsyncGenerator<{
  items: readonly Item[];
  unknownFields: readonly string[];
  bytesRead: number;
}> {
  const format = recordFormats[file.resource];
  const bytes = createReadStream(file.path);
  const text = bytes.pipe(
    utf8Only((error) => unreadableFile(file.name, null, "it is not UTF-8 text.", error)),
  );
  bytes.once("error", (error) => text.destroy(unreadableFile(file.name, null, `${error.message}.`, error)));
  const records = file.name.endsWith(".csv") ? readCsv(text, file.name, format) : readNdjson(text, file.name);
  let items: Item[] = [];
  let unknownFields = new Set<string>();
  const finish = () => {
    const chunk = { items, unknownFields: [...unknownFields], bytesRead: bytes.bytesRead };
    items = [];
    unknownFields = new Set();
    return chunk;
  };
  let fault: { error: unknown } | null = null;
  try {
    for await (const { raw, json } of records) {
      items.push(format.read(raw, json));
      format.collectUnknownFields(raw, unknownFields);
      if (items.length === chunkRecords) yield finish();
    }
  } catch (error) {
    fault = { error };
  }
  // What stood before a place that cannot be read is taken.
  if (items.length > 0) yield finish();
  if (fault !== null) throw fault.error;
}
