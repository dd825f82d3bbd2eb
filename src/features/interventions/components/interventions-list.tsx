import { lookOfTier } from "#domain/customers/risk-tier.ts";
import { formatDate } from "#ui/figures/dates.ts";
import { RelativeTime } from "#ui/figures/relative-time.tsx";
import { Button } from "#ui/primitives/button.tsx";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import type { Intervention } from "../schemas.ts";
import { actionWords, outcomeWords } from "./words.ts";

export type InterventionsListProps = {
  interventions: readonly Intervention[];
  /** Null for those who may only look. */
  change: {
    onDone: (id: number) => void;
    onCancel: (id: number) => void;
    isBusy: boolean;
    userId: string;
  } | null;
  now: Date;
  timezone: string;
};

/** What was done for a customer and what is planned, with what came of it. */
export function InterventionsList({ interventions, change, now, timezone }: InterventionsListProps) {
  if (interventions.length === 0)
    return <p className="text-ink-muted">Calls, e-mails and tasks appear here once they are recorded.</p>;
  return (
    <ul className="flex flex-col divide-y divide-line text-base">
      {interventions.map((each) => (
        <li key={each.id} className="flex flex-col gap-1 py-3 first:pt-0 last:pb-0">
          <p className="flex flex-wrap items-baseline justify-between gap-x-3">
            <span>
              <span className="font-medium">{actionWords[each.action]}</span>{" "}
              <span className="text-ink-muted">by {each.ownerName || "a colleague"}</span>
            </span>
            <When intervention={each} now={now} timezone={timezone} />
          </p>
          <p className="text-ink-muted text-sm">{each.reason}</p>
          {each.note ? <p className="whitespace-pre-line">{each.note}</p> : null}
          {each.state === "done" ? <Followed intervention={each} timezone={timezone} /> : null}
          {change && mayChange(each, change.userId) ? (
            <p className="flex gap-2">
              {each.state === "planned" ? (
                <Button size="sm" disabled={change.isBusy} onClick={() => change.onDone(each.id)}>
                  Done
                </Button>
              ) : null}
              <Button
                size="sm"
                variant="ghost"
                disabled={change.isBusy}
                onClick={() => change.onCancel(each.id)}
              >
                {each.state === "planned" ? "Cancel" : "It did not happen"}
              </Button>
            </p>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

function mayChange({ state, ownerId, outcome }: Intervention, userId: string): boolean {
  return state === "planned" || (state === "done" && outcome === null && ownerId === userId);
}

function When({ intervention, now, timezone }: { intervention: Intervention; now: Date; timezone: string }) {
  const { state, takenAt, dueAt, createdAt } = intervention;
  const at = state === "planned" ? (dueAt ?? createdAt) : (takenAt ?? createdAt);
  const word = state === "planned" ? "planned, due " : state === "cancelled" ? "cancelled, " : "";
  return (
    <span className="text-ink-muted text-sm">
      {word}
      <RelativeTime at={at} now={now} timezone={timezone} />
    </span>
  );
}

type Measured = NonNullable<Intervention["before"]>;

function Followed({ intervention, timezone }: { intervention: Intervention; timezone: string }) {
  const { before, after14Days, after30Days, cameBackAt, outcome } = intervention;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
      {outcome === null ? (
        <StatusBadge status="neutral" word="Being measured" variant="plain" />
      ) : (
        <StatusBadge {...outcomeWords[outcome]} variant="plain" />
      )}
      <span className="tabular text-ink-muted">
        {[
          before && `before ${inWords(before)}`,
          after14Days && `after 14 days ${inWords(after14Days)}`,
          after30Days && `after 30 days ${inWords(after30Days)}`,
          cameBackAt && `next session on ${formatDate(cameBackAt, timezone)}`,
        ]
          .filter(Boolean)
          .join(" · ")}
      </span>
    </div>
  );
}

function inWords({ score, tier }: Measured): string {
  return score === null ? "no score" : `${score} (${lookOfTier(tier).word.toLowerCase()})`;
}
