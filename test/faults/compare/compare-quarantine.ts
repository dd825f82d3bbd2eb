import { isEqual } from "es-toolkit";
import { resources } from "#sources/source.ts";
import type { ChangingSource } from "../source/apply-change.ts";
import type { SourceRow, Version } from "../source/source-world.ts";
import type { OpenQuarantine } from "./read-leftovers.ts";

/**
 * Every malformed record that the source shows waits in quarantine with its reason, and nothing else does but
 * records of which no later version can tell: those without an id that can be read, and those that are gone.
 */
export function compareQuarantine(source: ChangingSource, open: readonly OpenQuarantine[]): string[] {
  const faults: string[] = [];
  const expected = new Set<OpenQuarantine>();
  for (const resource of resources) {
    for (const row of source.world.rows(resource)) {
      const version = source.world.shown(row);
      const broken = row.versions.filter((one) => one.faultPath !== null && one.isServed);
      for (const one of broken) {
        const kept = open.find((entry) => entry.resource === resource && isOf(entry, row, one));
        const mustBeKept = one === version;
        if (kept === undefined && mustBeKept) {
          faults.push(`${resource} ${row.key} is malformed (${one.faultPath}) and not in quarantine`);
        }
        if (kept === undefined) continue;
        if (one.faultPath === "id" || version?.faultPath !== null) expected.add(kept);
        if (!kept.paths.includes(one.faultPath ?? "")) {
          faults.push(
            `${resource} ${row.key} is in quarantine for ${kept.paths.join(", ")}, not ${one.faultPath}`,
          );
        }
      }
    }
  }
  for (const entry of open) {
    if (!expected.has(entry))
      faults.push(`${entry.resource} ${entry.key} is in quarantine, though it is mended`);
  }
  return faults;
}

function isOf(entry: OpenQuarantine, row: SourceRow, version: Version): boolean {
  if (version.faultPath !== "id" && entry.key !== String(row.key)) return false;
  return isEqual(entry.record, JSON.parse(JSON.stringify(version.printed)));
}
