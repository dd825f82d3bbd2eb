"use client";

import type { ReactNode } from "react";
import { lookOfTier } from "#domain/customers/risk-tier.ts";
import { cn } from "#ui/class-names.ts";
import { formatCount } from "#ui/figures/format.ts";
import { StatusShape } from "#ui/primitives/status-shape.tsx";
import type { TierFilter } from "../customer-order.ts";
import type { CustomerList } from "../schemas.ts";

export type TierFiltersProps = {
  /** Empty means all. */
  chosen: readonly TierFilter[];
  counts: CustomerList["counts"];
  onChange: (chosen: TierFilter[]) => void;
};

const present: readonly TierFilter[] = ["critical", "at_risk", "healthy", "thriving", "unscored"];
const filters: readonly TierFilter[] = [...present, "removed"];

/** Each tier with its count, and the removed where there are some; several at once. All are those who are present. */
export function TierFilters({ chosen, counts, onChange }: TierFiltersProps) {
  const total = present.reduce((sum, filter) => sum + counts[filter], 0);
  const toggle = (filter: TierFilter) => {
    const next = chosen.includes(filter) ? chosen.filter((other) => other !== filter) : [...chosen, filter];
    const isAll = next.length === present.length && !next.includes("removed");
    onChange(isAll ? [] : filters.filter((other) => next.includes(other)));
  };
  return (
    <fieldset className="flex min-w-0 gap-1.5 max-sm:-mx-4 max-sm:overflow-x-auto max-sm:px-4 max-sm:py-1 sm:flex-wrap">
      <legend className="sr-only">Tiers that are shown</legend>
      {present.map((filter) => {
        const { status, word } = lookOfTier(filter === "unscored" || filter === "removed" ? null : filter);
        return (
          <Chip
            key={filter}
            pressed={chosen.includes(filter)}
            onPress={() => toggle(filter)}
            count={counts[filter]}
          >
            <StatusShape status={status} className="size-3" />
            {word}
          </Chip>
        );
      })}
      <Chip pressed={chosen.length === 0} onPress={() => onChange([])} count={total}>
        All
      </Chip>
      {counts.removed > 0 || chosen.includes("removed") ? (
        <Chip pressed={chosen.includes("removed")} onPress={() => toggle("removed")} count={counts.removed}>
          Removed
        </Chip>
      ) : null}
    </fieldset>
  );
}

type ChipProps = { pressed: boolean; onPress: () => void; count: number; children: ReactNode };

function Chip({ pressed, onPress, count, children }: ChipProps) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      onClick={onPress}
      className={cn(
        "inline-flex h-8 shrink-0 items-center gap-1.5 rounded-lg border px-2.5 text-sm whitespace-nowrap touch:h-11",
        pressed
          ? "border-control bg-surface font-medium text-ink"
          : "border-line bg-transparent text-ink-muted hover:bg-hover hover:text-ink",
      )}
    >
      {children} <span className="tabular text-ink-muted">{formatCount(count)}</span>
    </button>
  );
}
