import { stringify } from "csv-stringify/sync";

export const outputFormats = ["table", "json", "csv", "ndjson"] as const;

export type OutputFormat = (typeof outputFormats)[number];

export type Row = Record<string, unknown>;

type PrintOptions<R extends Row> = {
  /** Columns in their order; the keys of the first row where left out. */
  columns?: readonly (keyof R & string)[];
  format: OutputFormat;
};

/** Writes rows to standard output, which holds the result alone. Null and undefined are empty cells. */
export function printRows<R extends Row>(rows: readonly R[], { columns, format }: PrintOptions<R>): void {
  const shown = columns ?? (Object.keys(rows[0] ?? {}) as (keyof R & string)[]);
  const picked = rows.map((row) => Object.fromEntries(shown.map((column) => [column, row[column] ?? null])));
  if (format === "json") printJson(picked);
  else if (format === "ndjson") for (const row of picked) process.stdout.write(`${JSON.stringify(row)}\n`);
  else if (format === "csv") {
    const cells = rows.map((row) => shown.map((column) => asText(row[column])));
    process.stdout.write(stringify([[...shown], ...cells]));
  } else printTable(shown, rows);
}

/** Writes one value as JSON to standard output. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

function printTable<R extends Row>(columns: readonly (keyof R & string)[], rows: readonly R[]): void {
  const cells = rows.map((row) => columns.map((column) => asText(row[column])));
  const widths = columns.map((column, at) =>
    Math.max(column.length, ...cells.map((line) => line[at]?.length ?? 0)),
  );
  const line = (texts: readonly string[]) =>
    `${texts
      .map((text, at) => text.padEnd(widths[at] ?? 0))
      .join("  ")
      .trimEnd()}\n`;
  process.stdout.write(line(columns));
  for (const texts of cells) process.stdout.write(line(texts));
}

function asText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return value.toISOString();
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
