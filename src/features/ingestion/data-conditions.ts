import type { Role } from "#platform/viewer.ts";
import type { Freshness } from "./data-age.ts";
import { type Measures, qualityVerdict } from "./quality-verdict.ts";
import { quality, staleAfterIntervals } from "./weights.ts";

export type ConditionKind = "stale" | "rejected_share" | "dead_jobs" | "reconciliation_differs";

export type ConditionFigure = {
  label: string;
  /** Null where it is not known. */
  value: number | null;
  unit: "count" | "ratio" | "seconds";
};

/** Something that is wrong with the data now. The same trouble has the same `id` each time it is looked for. */
export type DataCondition = {
  id: string;
  kind: ConditionKind;
  severity: "critical" | "warning";
  resource: string | null;
  title: string;
  figures: readonly ConditionFigure[];
  whatToDo: string;
  href: string;
  /** The least role that may open `href`. */
  hrefRole: Role;
};

export type ReadingNow = {
  resource: string;
  freshness: Freshness;
  ageSeconds: number | null;
  intervalSeconds: number;
  failuresInARow: number;
  lastError: string | null;
};

export type QualityNow = { resource: string; today: Measures; lastDay: Measures };

/** What the newest finished comparison of a resource with its source found. */
export type ReconciliationNow = {
  resource: string;
  state: string;
  missing: number;
  extra: number;
  mended: number;
  /** Why nothing was marked as deleted; null where nothing was held back. */
  guard: string | null;
};

export type ConditionsInput = {
  reading: readonly ReadingNow[];
  quality: readonly QualityNow[];
  /** Null where the queue could not be asked. */
  deadJobs: number | null;
  reconciliation: readonly ReconciliationNow[];
};

/**
 * Lists what is wrong with the data, the worst first: a resource not read with success for three of its intervals,
 * more than 1 % of its new records rejected today or in the last 24 hours, jobs that failed for good, and tables
 * that differ from their source. A resource that was never read is no fault before its first polls have failed.
 */
export function dataConditions(input: ConditionsInput): DataCondition[] {
  const found = [
    ...input.reading.flatMap(staleness),
    ...input.quality.flatMap(rejection),
    ...deadJobs(input.deadJobs),
    ...input.reconciliation.flatMap(difference),
  ];
  return [
    ...found.filter(({ severity }) => severity === "critical"),
    ...found.filter(({ severity }) => severity === "warning"),
  ];
}

function staleness(reading: ReadingNow): DataCondition[] {
  const { resource, freshness, ageSeconds, intervalSeconds, failuresInARow, lastError } = reading;
  const isUnread = freshness === "never_read" && failuresInARow >= staleAfterIntervals;
  if (freshness !== "stale" && !isUnread) return [];
  return [
    {
      id: `stale:${resource}`,
      kind: "stale",
      severity: "critical",
      resource,
      title: isUnread ? `${name(resource)} could never be read` : `${name(resource)} are stale`,
      figures: [
        { label: "Since the last success", value: ageSeconds, unit: "seconds" },
        { label: "Read every", value: intervalSeconds, unit: "seconds" },
        { label: "Failures in a row", value: failuresInARow, unit: "count" },
      ],
      whatToDo:
        lastError === null
          ? "Check that a worker runs, then read it now."
          : `${asSentence(lastError)} Check the source's address, token and state, then read it now.`,
      href: "/data",
      hrefRole: "viewer",
    },
  ];
}

function rejection({ resource, today, lastDay }: QualityNow): DataCondition[] {
  const found = [
    { when: "today", measures: today },
    { when: "in the last 24 hours", measures: lastDay },
  ].find(({ measures }) => qualityVerdict(measures).state === "critical");
  if (found === undefined) return [];
  const { rejectedShare, newRecords } = qualityVerdict(found.measures);
  return [
    {
      id: `rejected_share:${resource}`,
      kind: "rejected_share",
      severity: "critical",
      resource,
      title: `Too many ${resource} are rejected ${found.when}`,
      figures: [
        { label: "Share rejected", value: rejectedShare, unit: "ratio" },
        { label: "Most allowed", value: quality.mostRejectedShare, unit: "ratio" },
        { label: "Rejected", value: found.measures.quarantined, unit: "count" },
        { label: "New records", value: newRecords, unit: "count" },
      ],
      whatToDo: "See in quarantine what is wrong with them, and tell whoever keeps the source.",
      href: `/data/quarantine?resource=${resource}`,
      hrefRole: "admin",
    },
  ];
}

function deadJobs(count: number | null): DataCondition[] {
  if (count === null || count === 0) return [];
  return [
    {
      id: "dead_jobs",
      kind: "dead_jobs",
      severity: "warning",
      resource: null,
      title: count === 1 ? "A job failed for good" : `${count} jobs failed for good`,
      figures: [{ label: "Dead jobs", value: count, unit: "count" }],
      whatToDo: "Read the error of each, then retry or discard it.",
      href: "/data/jobs",
      hrefRole: "admin",
    },
  ];
}

const differingStates = new Set(["differs", "held_back"]);

function difference(found: ReconciliationNow): DataCondition[] {
  const { resource, state, missing, extra, mended, guard } = found;
  if (!differingStates.has(state)) return [];
  return [
    {
      id: `reconciliation_differs:${resource}`,
      kind: "reconciliation_differs",
      severity: "warning",
      resource,
      title: `${name(resource)} differ from the source`,
      figures: [
        { label: "Missing", value: missing, unit: "count" },
        { label: "Extra", value: extra, unit: "count" },
        { label: "Mended", value: mended, unit: "count" },
      ],
      whatToDo: `${guard === null ? "" : `${asSentence(guard)} `}Read the report, then reconcile again.`,
      href: "/data/reconciliation",
      hrefRole: "admin",
    },
  ];
}

const name = (resource: string) => resource.charAt(0).toUpperCase() + resource.slice(1);
const asSentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);
