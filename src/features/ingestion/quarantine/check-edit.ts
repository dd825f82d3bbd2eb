import type { Fault, Item, Resource } from "#sources/source.ts";
import { recordKey } from "../batch.ts";

/** A record in quarantine, as far as its retry has to know it. */
export type Kept = {
  id: number;
  resource: Resource;
  key: string;
  /** As it came. */
  text: string;
  /** Null where it could not be read. */
  recordUpdatedAt: Date | null;
};

/** Reads one record of JSON text by its resource's schema; the sources know how. */
export type ReadRecordText = (resource: Resource, text: string) => Item;

/**
 * What keeps an edited record from being taken: faults by the schema; another id than its own; another
 * `updated_at` than the source's, where that could be read, because a later version of the source has to win; or,
 * where it could not be read, one that lies in the future.
 */
export function editFaults(kept: Kept, { record, rejected }: Item, asOf: Date): readonly Fault[] {
  if (rejected !== undefined) return rejected.faults;
  const faults: Fault[] = [];
  if (!kept.key.startsWith("sha256:") && recordKey(record) !== kept.key) {
    const path = kept.resource === "subjects" ? "code" : "id";
    faults.push({ path, reason: `should stay ${kept.key}: it says which record this is` });
  }
  const updatedAt = Date.parse(record.updatedAt);
  if (kept.recordUpdatedAt !== null && updatedAt !== kept.recordUpdatedAt.getTime()) {
    const reason = `should stay ${kept.recordUpdatedAt.toISOString()}: a later version of the source has to win`;
    faults.push({ path: "updated_at", reason });
  }
  if (kept.recordUpdatedAt === null && updatedAt > asOf.getTime()) {
    const reason = "should not lie in the future: later versions of the source would be taken for older ones";
    faults.push({ path: "updated_at", reason });
  }
  return faults;
}

/** Faults as one sentence: "rating: should be between 1 and 5; status: should be …". */
export function faultsInWords(faults: readonly Fault[]): string {
  return faults.map(({ path, reason }) => (path === "" ? reason : `${path}: ${reason}`)).join("; ");
}
