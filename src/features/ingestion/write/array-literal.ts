type Cell = string | number | boolean | null;

/**
 * A PostgreSQL array literal of one column of many rows. One text parameter for each column costs less, in
 * this process and in the server, than one parameter for each value.
 */
export function arrayLiteral<T>(rows: readonly T[], cellOf: (row: T) => Cell): string {
  const cells = rows.map((row) => printCell(cellOf(row)));
  return `{${cells.join(",")}}`;
}

function printCell(cell: Cell): string {
  if (cell === null) return "NULL";
  return typeof cell === "string" ? `"${cell.replace(/["\\]/g, "\\$&")}"` : String(cell);
}
