import type { ReactNode } from "react";
import { RelativeTime } from "#ui/figures/relative-time.tsx";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import type { Status } from "#ui/status.ts";
import type { DemandOverride } from "../work-schemas.ts";
import { type Clocks, formatSessions, hoursOf, sessionsOf, whenOf } from "./demand-words.ts";

const stateLook: Record<DemandOverride["state"], { word: string; status: Status }> = {
  coming: { word: "Coming", status: "info" },
  in_force: { word: "In force", status: "info" },
  over: { word: "Over", status: "neutral" },
  ended: { word: "Ended", status: "neutral" },
};

export type OverrideListProps = {
  overrides: readonly DemandOverride[];
  clocks: Clocks;
  /** Ends one that stands; nothing for those who may only read. */
  actionsOf: (override: DemandOverride) => ReactNode;
};

/** What people have overridden, why, and what came of it. */
export function OverrideList({ overrides, clocks, actionsOf }: OverrideListProps) {
  if (overrides.length === 0)
    return (
      <p className="text-ink-muted">
        No forecast of this subject is overridden. An override helps where you know of something that the
        history does not show, such as an exam that was moved.
      </p>
    );
  return (
    <ul className="flex flex-col divide-y divide-line">
      {overrides.map((override) => (
        <li
          key={override.id}
          className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 py-3 first:pt-0 last:pb-0"
        >
          <div className="min-w-0 flex-1 text-sm">
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <span className="tabular font-medium">{whatOf(override)}</span>
              <StatusBadge {...stateLook[override.state]} variant="plain" />
            </p>
            <p className="tabular">{whenOf(override.from, override.to, clocks)}</p>
            <p>{override.reason}</p>
            <p className="text-ink-muted">
              {override.createdBy},{" "}
              <RelativeTime at={override.createdAt} now={clocks.now} timezone={clocks.timezone} />
              {override.endedBy ? `; ended by ${override.endedBy}` : ""}
            </p>
            <p className="tabular text-ink-muted">{cameOf(override)}</p>
          </div>
          {override.state === "coming" || override.state === "in_force" ? actionsOf(override) : null}
        </li>
      ))}
    </ul>
  );
}

const whatOf = ({ kind, amount }: DemandOverride) =>
  kind === "set" ? `Set to ${sessionsOf(amount)} an hour` : `Multiplied by ${amount}`;

/** What it changes, or what came of it. */
function cameOf({ effect, result }: DemandOverride): string {
  if (result && result.hours > 0)
    return `${hoursOf(result.hours)} passed, ${formatSessions(result.actual)} sessions came: missed by ${formatSessions(result.errorWith)} with it, by ${formatSessions(result.errorWithout)} without.`;
  if (effect)
    return `${formatSessions(effect.expected)} sessions expected with it, ${formatSessions(effect.expectedWithout)} without.`;
  return "";
}
