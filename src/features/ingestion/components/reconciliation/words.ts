import { formatCount } from "#ui/figures/format.ts";
import type { Status } from "#ui/status.ts";
import type { FindingKind } from "../../reconcile/findings.ts";
import type { ReconciliationSummary } from "../../reconcile/read-reports.ts";
import type { ReconciledResource } from "../../reconcile/reconciled-resource.ts";

export const resourceWords: Record<ReconciledResource, string> = {
  customers: "Customers",
  tutors: "Tutors",
  sessions: "Sessions",
  calls: "Calls",
};

/** How a comparison ended, or that it runs, as a badge. */
export function stateLook(report: ReconciliationSummary): { status: Status; word: string } {
  const looks: Record<ReconciliationSummary["state"], { status: Status; word: string }> = {
    running: { status: "info", word: "Running" },
    equal: { status: "good", word: "Equal" },
    mended: { status: "good", word: `Mended ${formatCount(report.mended + report.standIns)}` },
    differs: { status: "warning", word: "Differs" },
    held_back: { status: "critical", word: "Held back" },
    failed: { status: "critical", word: "Failed" },
  };
  return looks[report.state];
}

/** What a running one is at: "Comparing ids: 120,000 of about 300,000". */
export function stageText({ stage, source, expected }: ReconciliationSummary): string {
  if (stage === "reading") return "Reading what changed";
  if (stage === "mending") return "Dealing with what differs";
  if (stage === "counting") return "Comparing counts per day";
  const of = expected === null ? "" : ` of about ${formatCount(Math.max(expected, source))}`;
  return `Comparing ids: ${formatCount(source)}${of}`;
}

export const triggerWords: Record<ReconciliationSummary["trigger"], string> = {
  schedule: "Nightly",
  manual: "By hand",
  command: "By command",
};

/** In the order in which a report shows them: first what somebody has to look at. */
export const findingWords: Record<FindingKind, { title: string; text: string }> = {
  withheld: { title: "Not marked", text: "The source does not list them. Nothing was done." },
  quarantined: {
    title: "In quarantine",
    text: "The source lists them, and what it shows of them is malformed.",
  },
  waiting: { title: "Still waiting", text: "Their customer or tutor is malformed at the source." },
  older: { title: "Older at the source", text: "The source shows an older version than the one kept here." },
  deleted: { title: "Marked as deleted", text: "The source has them no more." },
  restored: { title: "Restored", text: "They were marked as gone; the source has them again." },
  fetched: { title: "Fetched", text: "They were missing here." },
  released: { title: "Released", text: "They waited for a customer or tutor, who is there now." },
  deletion_read: { title: "Deletion noticed", text: "The source had deleted them without our noticing." },
  dropped: {
    title: "Dropped",
    text: "They waited for a customer or tutor, and the source has them no more.",
  },
  stand_in: {
    title: "Stand-ins",
    text: "Customers and tutors that records name and the source has no more. A row stands in for each, marked as deleted.",
  },
};
