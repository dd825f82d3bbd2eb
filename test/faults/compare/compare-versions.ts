import { resources } from "#sources/source.ts";
import type { SourceWorld } from "../source/source-world.ts";
import type { StoredTables } from "./read-tables.ts";

/** Rows that went back to an older version between two states, or are gone. Ids that vanished at the source may come back older. */
export function compareVersions(world: SourceWorld, before: StoredTables, now: StoredTables): string[] {
  return resources.flatMap((resource) =>
    [...before[resource]].flatMap(([key, [old]]) => {
      const row = world.row(resource, resource === "subjects" ? key : Number(key));
      if (row === undefined || row.wasRemoved) return [];
      const kept = now[resource].get(key)?.[0];
      if (kept === undefined) return [`${resource} ${key} was stored, and is gone`];
      return Number(kept.updated_at) < Number(old?.updated_at)
        ? [`${resource} ${key} went back to an older version`]
        : [];
    }),
  );
}
