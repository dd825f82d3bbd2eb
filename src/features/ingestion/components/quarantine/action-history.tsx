import { RelativeTime } from "#ui/figures/relative-time.tsx";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import type { QuarantinedDetail } from "../../quarantine/schemas.ts";
import { lookOfAction, wordOfAction } from "./outcome-words.ts";

export type ActionHistoryProps = { actions: QuarantinedDetail["actions"]; now: Date; timezone: string };

/** Who did what about a record, why, what was changed, and what came of it. */
export function ActionHistory({ actions, now, timezone }: ActionHistoryProps) {
  if (actions.length === 0) return null;
  return (
    <section className="flex flex-col gap-2">
      <h3 className="font-medium text-base">What was done</h3>
      <ol className="flex flex-col gap-3">
        {actions.map((action) => (
          <li key={`${action.requestId} ${action.action}`} className="flex flex-col gap-1">
            <span className="flex flex-wrap items-center gap-x-2">
              <span className="font-medium">{wordOfAction(action.action)}</span>
              <span className="text-ink-muted text-sm">
                by {action.actorName}, <RelativeTime at={action.requestedAt} now={now} timezone={timezone} />
              </span>
              {action.outcome === "done" ? null : <StatusBadge {...lookOfAction(action)} variant="plain" />}
            </span>
            {action.reason ? <span>“{action.reason}”</span> : null}
            {action.note ? <span className="text-ink-muted text-sm">{action.note}</span> : null}
            {(action.changes ?? []).map(({ path, from, to }) => (
              <span key={path} className="font-mono text-sm break-all">
                {path}: <del className="text-ink-muted">{from ?? "nothing"}</del> →{" "}
                <ins>{to ?? "nothing"}</ins>
              </span>
            ))}
          </li>
        ))}
      </ol>
    </section>
  );
}
