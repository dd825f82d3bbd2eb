import type { ResourceName, Row } from "./world/model.ts";

/** How a file is put together: what comes before the rows, a piece of rows, and what comes after. */
type Format = {
  head(resource: ResourceName, example: Row): string;
  rows(rows: readonly Row[], isFirst: boolean): string;
  tail(): string;
};

const asJson = (row: Row): string => JSON.stringify(row);

/** Text that holds a comma, a quote or the end of a line is quoted (RFC 4180). */
const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Nested fields become JSON; null becomes an empty cell. */
function cell(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return quoted(value);
  if (typeof value === "object") return quoted(JSON.stringify(value));
  return String(value);
}

function csvLine(values: readonly unknown[]): string {
  let line = "";
  for (let i = 0; i < values.length; i++) line += i === 0 ? cell(values[i]) : `,${cell(values[i])}`;
  return `${line}\n`;
}

export const formats = {
  csv: {
    head: (_resource, example) => csvLine(Object.keys(example)),
    rows: (rows) => rows.map((row) => csvLine(Object.values(row))).join(""),
    tail: () => "",
  },
  ndjson: {
    head: () => "",
    rows: (rows) => rows.map((row) => `${asJson(row)}\n`).join(""),
    tail: () => "",
  },
  /** One object that holds the rows under the resource's name, as a page of the API does. */
  json: {
    head: (resource) => `{${JSON.stringify(resource)}:[\n`,
    rows: (rows, isFirst) => `${isFirst ? "" : ",\n"}${rows.map(asJson).join(",\n")}`,
    tail: () => "\n]}\n",
  },
} as const satisfies Record<string, Format>;

export type ExportFormat = keyof typeof formats;

export const isExportFormat = (name: string): name is ExportFormat => Object.hasOwn(formats, name);
