"use client";

import { X } from "lucide-react";
import type { ReactNode } from "react";
import { formatCount } from "#ui/figures/format.ts";
import { Button } from "#ui/primitives/button.tsx";

export type SelectionBarProps = {
  /** How many are selected; nothing is shown at 0. */
  count: number;
  /** How many the filter shows on all pages. */
  total: number;
  /** The most that can be dealt with at once. */
  most: number;
  /** Whether the filter is selected instead of single customers. */
  isFilter: boolean;
  onSelectFilter: () => void;
  onClear: () => void;
  /** What can be done with them. */
  children: ReactNode;
};

/** What is selected and what can be done with it; stays in sight at the foot of the window. */
export function SelectionBar(props: SelectionBarProps) {
  const { count, total, most, isFilter, onSelectFilter, onClear, children } = props;
  if (count === 0) return null;
  const canSelectMore = !isFilter && total > count;
  return (
    <section
      aria-label="Selected customers"
      className="sticky bottom-18 z-20 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border border-control bg-raised px-3 py-2 shadow-lift md:bottom-3"
    >
      <p aria-live="polite" className="tabular font-medium">
        {formatCount(count)} selected
        {isFilter && total > most ? (
          <span className="font-normal text-ink-muted"> – the first of {formatCount(total)}</span>
        ) : null}
      </p>
      {canSelectMore ? (
        <Button size="sm" variant="ghost" onClick={onSelectFilter}>
          {total > most
            ? `Select the first ${formatCount(most)} of ${formatCount(total)}`
            : `Select all ${formatCount(total)} of this filter`}
        </Button>
      ) : null}
      <div className="flex flex-wrap items-center gap-2 sm:ml-auto">
        {children}
        <Button size="icon-sm" variant="ghost" aria-label="Select none" onClick={onClear}>
          <X aria-hidden />
        </Button>
      </div>
    </section>
  );
}
