import type { CellKind, OutsideRecord, RecordFormat } from "../schema/record-format.ts";

type Column = { name: string; kind: CellKind; isRequiredText: boolean };

/** The columns of a file's header, with what their cells hold. Columns that nobody knows hold text. */
export function columnsOf(format: RecordFormat, header: readonly string[]): Column[] {
  return header.map((name) => {
    const kind = format.cells[name] ?? "text";
    return { name, kind, isRequiredText: kind === "text" && format.requiredFields.includes(name) };
  });
}

/** Makes a record of a line of cells. An empty cell is null, or empty text where text must be. */
export function recordOfCells(columns: readonly Column[], cells: readonly string[]): OutsideRecord {
  const record: Record<string, unknown> = {};
  for (const [index, { name, kind, isRequiredText }] of columns.entries()) {
    const cell = cells[index] ?? "";
    record[name] = cell === "" && !isRequiredText ? null : readCell(cell, kind);
  }
  return record;
}

/** A cell's value; the text itself where it is not of its kind, so that the schema says what is wrong with it. */
function readCell(cell: string, kind: CellKind): unknown {
  if (kind === "number") return /^-?\d+(\.0+)?$/.test(cell) ? Number(cell) : cell;
  if (kind === "boolean") return readBoolean(cell);
  return kind === "json" ? readJson(cell) : cell;
}

function readBoolean(cell: string): boolean | string {
  if (/^(true|t)$/i.test(cell)) return true;
  return /^(false|f)$/i.test(cell) ? false : cell;
}

function readJson(cell: string): unknown {
  try {
    return JSON.parse(cell);
  } catch (error) {
    if (error instanceof SyntaxError) return cell;
    throw error;
  }
}
