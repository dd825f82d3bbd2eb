"use client";

import { formatCount } from "#ui/figures/format.ts";
import { Button } from "#ui/primitives/button.tsx";
import type { Quarantined } from "../../quarantine/schemas.ts";

export type BulkBarProps = {
  state: Quarantined["state"];
  selected: number;
  /** All that the filters show, on other pages too. */
  total: number;
  isBusy: boolean;
  onClear: () => void;
  onRetry: (which: "selected" | "all") => void;
  onDiscard: (which: "selected" | "all") => void;
  onPutBack: () => void;
};

/** What can be done with several records at once: with those that are chosen, or with all that the filters show. */
export function BulkBar({ state, selected, total, isBusy, ...does }: BulkBarProps) {
  if (state === "resolved" || total === 0) return null;
  const which = selected > 0 ? "selected" : "all";
  const count = selected > 0 ? selected : total;
  const what = selected > 0 ? `${formatCount(count)} selected` : `${formatCount(count)} shown by the filters`;
  return (
    <section aria-label="Several at once" className="flex flex-wrap items-center gap-2">
      <span aria-live="polite" className="tabular mr-1 text-ink-muted">
        {what}
      </span>
      {state === "open" ? (
        <>
          <Button size="sm" busy={isBusy} onClick={() => does.onRetry(which)}>
            {selected > 0 ? "Retry" : "Retry all"}
          </Button>
          <Button size="sm" disabled={isBusy} onClick={() => does.onDiscard(which)}>
            {selected > 0 ? "Discard" : "Discard all"}
          </Button>
        </>
      ) : (
        <Button size="sm" busy={isBusy} disabled={selected === 0} onClick={does.onPutBack}>
          Put back
        </Button>
      )}
      {selected > 0 ? (
        <Button size="sm" variant="ghost" onClick={does.onClear}>
          Clear
        </Button>
      ) : null}
    </section>
  );
}
