import type { ReactNode } from "react";
import { formatMoney } from "#ui/figures/format.ts";
import { RelativeTime } from "#ui/figures/relative-time.tsx";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import type { Recommendation } from "../work-schemas.ts";
import { recommendationLook } from "./demand-look.ts";
import { type Clocks, formatProbability, sessionsOf } from "./demand-words.ts";

export type RecommendationNoteProps = { recommendation: Recommendation; clocks: Clocks; actions: ReactNode };

/** What to do, what it is worth, until when; and what was decided. */
export function RecommendationNote({ recommendation, clocks, actions }: RecommendationNoteProps) {
  const { title, reason, state, decidedBy, decisionNote } = recommendation;
  const worth = worthOf(recommendation);
  return (
    <div
      className="flex flex-col gap-1.5 rounded-lg bg-muted p-3 text-sm"
      data-recommendation={recommendation.id}
    >
      <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
        <p className="font-medium">{title}</p>
        <StatusBadge {...recommendationLook[state]} variant="plain" />
      </div>
      <p>{reason}</p>
      <p className="tabular text-ink-muted">
        {worth}
        {recommendation.deadlineAt && (state === "open" || state === "accepted") ? (
          <>
            {worth ? "; " : ""}decide{" "}
            <RelativeTime at={recommendation.deadlineAt} now={clocks.now} timezone={clocks.timezone} />
          </>
        ) : null}
      </p>
      {decidedBy ? (
        <p className="text-ink-muted">
          {recommendationLook[state].word} by {decidedBy}
          {decisionNote ? `: ${decisionNote}` : ""}
        </p>
      ) : null}
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
    expectedSessions === null ? null : sessionsOf(expectedSessions),
    expectedCentsLow === null || expectedCentsHigh === null
      ? null
      : `${formatMoney(expectedCentsLow)}–${formatMoney(expectedCentsHigh)}`,
    confidence === null ? null : `${formatProbability(confidence)} sure`,
  ].filter((part) => part !== null);
  return parts.length > 0 ? `Worth ${parts.join(", ")}` : "";
}
