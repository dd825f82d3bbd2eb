import { formatCount, formatPercent } from "#ui/figures/format.ts";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import type { Status } from "#ui/status.ts";
import type { Measures, QualityState, QualityVerdict } from "../../quality-verdict.ts";

const looks: Record<QualityState, { status: Status; word: string }> = {
  none: { status: "neutral", word: "Nothing new" },
  good: { status: "good", word: "Good" },
  few: { status: "neutral", word: "Too few to judge" },
  critical: { status: "critical", word: "Critical" },
};

/** The share of rejected records with its word; of a few records their number instead of a share. */
export function VerdictBadge({ verdict, measures }: { verdict: QualityVerdict; measures: Measures }) {
  const { state, rejectedShare, newRecords } = verdict;
  const figure =
    state === "few"
      ? `${formatCount(measures.quarantined)} of ${formatCount(newRecords)}`
      : formatPercent(rejectedShare, digitsFor(rejectedShare));
  return (
    <span className="inline-flex items-center gap-x-2 whitespace-nowrap">
      {state === "none" ? null : <span className="tabular">{figure}</span>}
      <StatusBadge {...looks[state]} variant="plain" />
    </span>
  );
}

/** A share below a tenth of a percent is not written as none. */
function digitsFor(share: number | null): number {
  return share !== null && share > 0 && share < 0.001 ? 2 : 1;
}
