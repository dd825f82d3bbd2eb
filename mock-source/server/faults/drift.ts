import type { Row } from "../../world/model.ts";
import { alterRows } from "./alter-answer.ts";
import type { FaultKind } from "./fault.ts";

const isRow = (value: unknown): value is Row =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Without the fields that hold null, and with fields that no reader has heard of. */
function drifted(row: Row, added: Row): Row {
  const kept = Object.entries(row)
    .filter(([, value]) => value !== null)
    .map(([field, value]) => [field, Array.isArray(value) ? value.map(driftedEntry) : value]);
  return { ...Object.fromEntries(kept), ...added };
}

const driftedEntry = (entry: unknown): unknown =>
  isRow(entry) ? drifted(entry, { uuid: "0b5e4d1c" }) : entry;

export const drift: FaultKind = {
  name: "drift",
  takes: "nothing more; rows and what is nested in them have new fields, and a field that was null is absent",
  lasting: true,
  layer: "rows",
  prepare: () =>
    alterRows((row) => drifted(row, { lock_version: 3, metadata: { region: "us-east-1", tags: ["new"] } })),
};
