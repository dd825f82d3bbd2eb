import { countedAs, type FindingKind } from "./findings.ts";

/** What a report counts. */
export type ReportCounts = {
  /** Live ids that the source listed. */
  source: number;
  /** Live ids of ours, before anything was mended. */
  stored: number;
  /** Listed by the source and not live with us, those included that were mended. */
  missing: number;
  /** Live or waiting with us and not at the source, those included that were mended. */
  extra: number;
  mended: number;
  /** Marked as deleted because the source has them no more. */
  deleted: number;
  restored: number;
  standIns: number;
  /** Days whose number of live rows still differs. */
  daysDiffering: number;
  /** All of them; a report keeps the first ones one by one. */
  findings: number;
};

/** Counts of nothing yet. */
export function noReportCounts(): ReportCounts {
  return {
    source: 0,
    stored: 0,
    missing: 0,
    extra: 0,
    mended: 0,
    deleted: 0,
    restored: 0,
    standIns: 0,
    daysDiffering: 0,
    findings: 0,
  };
}

/** Adds findings of one kind. */
export function countFindings(counts: ReportCounts, kind: FindingKind, times: number): void {
  const { side, isMended } = countedAs[kind];
  if (side !== null) counts[side] += times;
  if (side !== null && isMended) counts.mended += times;
  if (kind === "deleted") counts.deleted += times;
  if (kind === "restored") counts.restored += times;
  if (kind === "stand_in") counts.standIns += times;
  counts.findings += times;
}

/** equal: nothing to do. mended: it is equal now. differs: something could not be mended. held_back: nothing was marked, by the guard. */
export type ReconciliationOutcome = "equal" | "mended" | "differs" | "held_back";

export function outcomeOf(counts: ReportCounts, guard: string | null): ReconciliationOutcome {
  if (guard !== null) return "held_back";
  if (counts.missing + counts.extra > counts.mended || counts.daysDiffering > 0) return "differs";
  return counts.mended > 0 || counts.standIns > 0 ? "mended" : "equal";
}
