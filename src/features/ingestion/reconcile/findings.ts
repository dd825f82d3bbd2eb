import type { Resource } from "#sources/source.ts";

/** What was found and what was done about it, in the order in which a report lists it. */
export const findingKinds = [
  "fetched",
  "restored",
  "released",
  "quarantined",
  "waiting",
  "older",
  "deleted",
  "deletion_read",
  "dropped",
  "withheld",
  "stand_in",
] as const;

/**
 * - fetched: we lacked it; it was asked for by its id and written
 * - restored: we had marked it as gone; the source has it again
 * - released: it waited for its customer or tutor, who is there now
 * - quarantined: the source lists it, and what it shows of it is malformed
 * - waiting: its customer or tutor is malformed at the source
 * - older: the source shows an older version than the one that we keep as deleted
 * - deleted: the source has it no more; marked as deleted
 * - deletion_read: the source had deleted it without our noticing; written
 * - dropped: it waited for its customer or tutor, and the source has it no more
 * - withheld: the source does not list it, and nothing was done
 * - stand_in: a row made for a customer or tutor that records name and the source has no more
 */
export type FindingKind = (typeof findingKinds)[number];

export type Finding = { kind: FindingKind; resource: Resource; id: number };

/** How a finding is counted in the report. */
export const countedAs: Readonly<
  Record<FindingKind, { side: "missing" | "extra" | null; isMended: boolean }>
> = {
  fetched: { side: "missing", isMended: true },
  restored: { side: "missing", isMended: true },
  released: { side: "missing", isMended: true },
  quarantined: { side: "missing", isMended: false },
  waiting: { side: "missing", isMended: false },
  older: { side: "missing", isMended: false },
  deleted: { side: "extra", isMended: true },
  deletion_read: { side: "extra", isMended: true },
  dropped: { side: "extra", isMended: true },
  withheld: { side: "extra", isMended: false },
  stand_in: { side: null, isMended: true },
};
