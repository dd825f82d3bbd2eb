import type { Item, Resource } from "../source.ts";
import { rawEntries, rawField } from "./raw-json.ts";
import type { RecordFormat } from "./record-format.ts";

/** The key under which an answer or a push holds one record; a list stands under the resource's own name. */
export const singularNames: Record<Resource, string> = {
  subjects: "subject",
  customers: "customer",
  tutors: "tutor",
  sessions: "session",
  calls: "call",
};

/** Checks the rows of a list that stands under the resource's name in `text`. */
export function readItems<R extends Resource>(
  format: RecordFormat<R>,
  rows: readonly unknown[],
  text: string,
): Item<R>[] {
  // Cut out of the text only where something is rejected.
  let raw: string[] | undefined;
  const rawOf = (index: number) => {
    raw ??= rawEntries(rawField(text, format.resource) ?? "[]");
    return raw[index] ?? JSON.stringify(rows[index]);
  };
  return rows.map((row, index) => format.read(row, () => rawOf(index)));
}

/** Checks the record that stands under the resource's singular name in `text`. */
export function readItem<R extends Resource>(
  format: RecordFormat<R>,
  record: unknown,
  text: string,
): Item<R> {
  return format.read(record, () => rawField(text, singularNames[format.resource]) ?? JSON.stringify(record));
}

/** Fields of the rows that the contract does not know. */
export function unknownFieldsOf(format: RecordFormat, rows: readonly unknown[]): string[] {
  const found = new Set<string>();
  for (const row of rows) format.collectUnknownFields(row, found);
  return [...found];
}
