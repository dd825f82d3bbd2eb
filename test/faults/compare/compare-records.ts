import { isEqual } from "es-toolkit";
import { type Resource, resources } from "#sources/source.ts";
import type { ChangingSource } from "../source/apply-change.ts";
import type { SourceRow, Version } from "../source/source-world.ts";
import { expectedRecord } from "./expected-record.ts";
import type { HeldRow } from "./read-leftovers.ts";
import type { StoredRow, StoredTables } from "./read-tables.ts";

export type Comparison = { faults: string[]; rowsCompared: number };

/** What is known of our side: tables, and records that wait for their owners. */
export type OurSide = { tables: StoredTables; held: readonly HeldRow[] };

/**
 * Every row of the source against ours, and ours against the source's. The newest version must be stored,
 * field for field; where that one is malformed or waits for its owner, ours may be an earlier one of the same row.
 */
export function compareRecords(source: ChangingSource, ours: OurSide): Comparison {
  const faults: string[] = [];
  let rowsCompared = 0;
  for (const resource of resources) {
    for (const row of source.world.rows(resource)) {
      faults.push(...compareRow(source, ours, row));
      rowsCompared++;
    }
    for (const key of ours.tables[resource].keys()) {
      const isKnown = source.world.rows(resource).some((row) => String(row.key) === key);
      if (!isKnown && !isStandIn(ours.tables[resource].get(key)?.[0]))
        faults.push(`${resource} ${key} is stored, and the source never had it`);
    }
  }
  for (const { resource, id } of ours.held) {
    if (source.world.row(resource, id) === undefined)
      faults.push(`${resource} ${id} is held, and the source never had it`);
  }
  return { faults, rowsCompared };
}

function compareRow(source: ChangingSource, ours: OurSide, row: SourceRow): string[] {
  const name = `${row.resource} ${row.key}`;
  const stored = ours.tables[row.resource].get(String(row.key)) ?? [];
  if (stored.length > 1) return [`${name} is stored ${stored.length} times`];
  const held = ours.held.find((entry) => entry.resource === row.resource && entry.id === row.key);
  const version = source.world.shown(row);
  if (version === undefined) return removedFaults(name, row, stored[0], held);
  if (version.faultPath !== null) return earlierFaults(name, row, stored[0]);
  const missing = missingOwners(source, ours, version, row.resource);
  if (missing === null) {
    return [...earlierFaults(name, row, stored[0]), ...heldFaults(name, row, version, held)];
  }
  if (held !== undefined) return [`${name} is held, though nothing is missing`];
  if (stored[0] === undefined) return [`${name} is missing`];
  return differences(name, stored[0], expectedRecord(row.resource, version.printed));
}

/** Null where an owner is missing; the version then has to wait. */
function missingOwners(
  source: ChangingSource,
  ours: OurSide,
  { meant }: Version,
  resource: Resource,
): [] | null {
  const owners = [
    ...(resource === "sessions" || resource === "calls" ? [["customers", meant.customer_id] as const] : []),
    ...(resource === "sessions" ? [["tutors", meant.tutor_id] as const] : []),
  ];
  const isThere = owners.every(([owner, id]) => {
    const row = source.world.row(owner, id as number);
    const version = row && source.world.shown(row);
    // Of an owner that is malformed or gone we may have an earlier version, or none.
    return version?.faultPath === null || ours.tables[owner].has(String(id));
  });
  return isThere ? [] : null;
}

function removedFaults(
  name: string,
  row: SourceRow,
  stored: StoredRow | undefined,
  held: HeldRow | undefined,
): string[] {
  if (held !== undefined) return [`${name} is held, though the source has it no more`];
  if (row.resource === "subjects")
    return stored === undefined ? [] : [`${name} is described, though the source has it no more`];
  if (stored !== undefined && stored.deleted_at === null)
    return [`${name} is live, though the source has it no more`];
  return [];
}

/** What is stored of a row whose newest version cannot be: nothing, or an earlier version of it. */
function earlierFaults(name: string, row: SourceRow, stored: StoredRow | undefined): string[] {
  if (stored === undefined || isStandIn(stored)) return [];
  // One that came back was marked as deleted by us in between.
  const unmarked = row.wasRemoved ? { ...stored, deleted_at: null } : stored;
  const valid = row.versions.filter((version) => version.faultPath === null);
  const isEarlier = valid.some(
    (version) => differences(name, unmarked, expectedRecord(row.resource, version.printed)).length === 0,
  );
  return isEarlier ? [] : [`${name} is stored as the source never had it: ${JSON.stringify(stored)}`];
}

/** A deleted customer or tutor that we made for records whose own one the source has no more. */
function isStandIn(stored: StoredRow | undefined): boolean {
  return stored?.deleted_at != null && String(stored.name).endsWith("(deleted at the source)");
}

function heldFaults(name: string, row: SourceRow, version: Version, held: HeldRow | undefined): string[] {
  if (held === undefined) return [`${name} waits for its owner, but is not held`];
  return differences(`${name} (held)`, held.record, expectedRecord(row.resource, version.printed));
}

function differences(name: string, stored: StoredRow, expected: StoredRow): string[] {
  const fields = new Set([...Object.keys(stored), ...Object.keys(expected)]);
  return [...fields]
    .filter((field) => !isEqual(stored[field], expected[field]))
    .map(
      (field) =>
        `${name} ${field}: stored ${JSON.stringify(stored[field])}, the source has ${JSON.stringify(expected[field])}`,
    );
}
