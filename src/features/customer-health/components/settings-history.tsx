"use client";

import { formatExact } from "#ui/figures/dates.ts";
import { Button } from "#ui/primitives/button.tsx";
import type { SettingsVersionAnswer } from "../settings-schemas.ts";

export type SettingsHistoryProps = {
  versions: readonly SettingsVersionAnswer[];
  /** The version in force. */
  current: number;
  timezone: string;
  onRestore: (version: SettingsVersionAnswer) => void;
};

/** Who changed what and when; an older version can be taken up again, to be looked at and saved. */
export function SettingsHistory({ versions, current, timezone, onRestore }: SettingsHistoryProps) {
  return (
    <ol className="flex flex-col">
      {versions.map((entry) => (
        <li
          key={entry.version}
          className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1 border-line border-t py-3 first:border-t-0 first:pt-0"
        >
          <div className="min-w-0">
            <p>
              <span className="font-medium">Version {entry.version}</span>
              <span className="text-ink-muted">
                {entry.version === current ? ", in force" : ""}, {entry.changedBy}
                {entry.changedAt === null ? "" : `, ${formatExact(entry.changedAt, timezone)}`}
              </span>
            </p>
            {entry.note ? <p className="text-ink-muted">{entry.note}</p> : null}
            <ul className="text-sm">
              {entry.changes.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </div>
          {entry.version === current ? null : (
            <Button
              size="sm"
              onClick={() => onRestore(entry)}
              aria-label={`Take up version ${entry.version}`}
            >
              Take up
            </Button>
          )}
        </li>
      ))}
    </ol>
  );
}
