type Cell = string | number | boolean | null;

/** A row in COPY's text form, with its end of line. */
export function copyLine(cells: readonly Cell[]): string {
  let line = "";
  for (const [index, cell] of cells.entries()) line += index === 0 ? printCell(cell) : `\t${printCell(cell)}`;
  return `${line}\n`;
}

const escapes: Record<string, string> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function printCell(cell: Cell): string {
  if (cell === null) return "\\N";
  if (typeof cell !== "string") return String(cell);
  return /[\\\n\r\t]/.test(cell)
    ? cell.replace(/[\\\n\r\t]/g, (character) => escapes[character] ?? "")
    : cell;
}
