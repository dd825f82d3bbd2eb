import type { Row } from "../../world/model.ts";
import { alterRows } from "./alter-answer.ts";
import type { FaultKind } from "./fault.ts";

const decimals = new Set(["rating", "monthly_spend", "hourly_rate"]);
const instant = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const offsetMs = 5 * 3_600_000;

const withOffset = (text: string): string =>
  new Date(Date.parse(text) - offsetMs).toISOString().replace("Z", "-05:00");

function printed(value: unknown, field: string, what: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((entry) => printed(entry, "", what));
  if (typeof value === "object" && value !== null) return printedRow(value as Row, what);
  if (typeof value !== "string") return value;
  if (what.includes("decimals") && decimals.has(field)) return Number(value);
  return what.includes("offsets") && instant.test(value) ? withOffset(value) : value;
}

const printedRow = (row: Row, what: readonly string[]): Row =>
  Object.fromEntries(Object.entries(row).map(([field, value]) => [field, printed(value, field, what)]));

export const numbers: FaultKind = {
  name: "numbers",
  takes: "what (decimals: as numbers; offsets: timestamps with -05:00; both by default)",
  lasting: true,
  layer: "rows",
  prepare: (fields) => {
    const what = fields.choices("what", ["decimals", "offsets"]);
    return alterRows((row) => printedRow(row, what));
  },
};
