import type { ReactNode } from "react";
import { formatDecimal, formatMoney, formatPercent } from "#ui/figures/format.ts";
import { RelativeTime } from "#ui/figures/relative-time.tsx";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import type { Status } from "#ui/status.ts";
import type { Recommendation, RecommendationState } from "../schemas.ts";

const stateLook: Record<RecommendationState, { word: string; status: Status }> = {
  open: { word: "To decide", status: "warning" },
  accepted: { word: "Accepted", status: "info" },
  done: { word: "Done", status: "good" },
  dismissed: { word: "Dismissed", status: "neutral" },
  expired: { word: "Expired", status: "neutral" },
};

export type RecommendationNoteProps = {
  recommendation: Recommendation;
  now: string;
  timezone: string;
  /** Whether what is said above it holds its title and reason already. */
  isSaidAbove?: boolean;
  /** Buttons; nothing for those who may only read. */
  actions: ReactNode;
};

/** What to do, what it is worth, until when; and what was decided. */
export function RecommendationNote({
  recommendation,
  now,
  timezone,
  isSaidAbove = false,
  actions,
}: RecommendationNoteProps) {
  const { title, reason, state, deadlineAt, decidedBy, decisionNote, outcome } = recommendation;
  const worth = worthOf(recommendation);
  const canBeDone = state === "open" || state === "accepted";
  return (
    <div
      className="flex flex-col gap-1.5 rounded-lg bg-muted p-3 text-sm"
      data-recommendation={recommendation.id}
    >
      <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
        <p className={isSaidAbove ? "sr-only" : "font-medium"}>{title}</p>
        <StatusBadge {...stateLook[state]} variant="plain" />
      </div>
      {isSaidAbove ? null : <p>{reason}</p>}
      <p className="tabular text-ink-muted">
        {worth}
        {deadlineAt && canBeDone ? (
          <>
            {worth ? "; " : ""}decide <RelativeTime at={deadlineAt} now={now} timezone={timezone} />
          </>
        ) : null}
      </p>
      {decidedBy ? (
        <p className="text-ink-muted">
          {state === "dismissed" ? "Dismissed" : "Accepted"} by {decidedBy}
          {decisionNote ? `: ${decisionNote}` : ""}
        </p>
      ) : null}
      {outcome ? <p className="text-ink-muted">{outcome.said}</p> : null}
      {actions}
    </div>
  );
}

/** "Worth 3.4 sessions, $120–$310, 80 % sure", as much as is known. */
function worthOf({
  expectedSessions,
  expectedCentsLow,
  expectedCentsHigh,
  confidence,
}: Recommendation): string {
  const parts = [
    expectedSessions === null ? null : `${formatDecimal(expectedSessions)} sessions`,
    expectedCentsLow === null || expectedCentsHigh === null
      ? null
      : `${formatMoney(expectedCentsLow)}–${formatMoney(expectedCentsHigh)}`,
    confidence === null ? null : `${formatPercent(confidence, 0)} sure`,
  ].filter((part) => part !== null);
  return parts.length > 0 ? `Worth ${parts.join(", ")}` : "";
}
