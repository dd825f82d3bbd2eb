import { stringify } from "csv-stringify/sync";

/** One column of a file: its name in words, with the unit, and what stands in it. */
export type CsvColumn<Row> = { header: string; cell: (row: Row) => string | number | null };

/** By which spreadsheets know that a file is UTF-8. */
const byteOrderMark = "\uFEFF";

/**
 * Lines by RFC 4180. Text that a spreadsheet would take for a formula (it begins with = + - @, a tab or a carriage
 * return) gets an apostrophe in front, by which it stays text. Figures are no text: they stay as they are.
 */
export function csvLines<Row>(columns: readonly CsvColumn<Row>[], rows: readonly Row[]): string {
  const records = rows.map((row) => columns.map(({ cell }) => safeCell(cell(row))));
  return records.length === 0 ? "" : stringify(records, options);
}

/** The first line, with the mark that tells the encoding. */
export function csvHead<Row>(columns: readonly CsvColumn<Row>[]): string {
  return byteOrderMark + stringify([columns.map(({ header }) => header)], options);
}

// A carriage return by itself would end a line for some readers.
const options = { record_delimiter: "windows", quoted_match: /[\r\n]/ } as const;

// csv-stringify would put an apostrophe in front of negative figures too.
function safeCell(value: string | number | null): string | number | null {
  return typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
}

/** Writes instants as the wall clock of a timezone shows them, "2026-03-10 13:05", as spreadsheets take for a date. */
export function wallClockIn(timezone: string): (at: string | null) => string | null {
  const format = new Intl.DateTimeFormat("sv-SE", {
    timeZone: timezone,
    dateStyle: "short",
    timeStyle: "short",
  });
  return (at) => (at === null ? null : format.format(new Date(at)));
}

/** Cents as money with two decimals, without sign or separators: spreadsheets take it for a figure. */
export function moneyCell(cents: number | null): string | null {
  return cents === null ? null : (cents / 100).toFixed(2);
}
