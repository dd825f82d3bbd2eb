"use client";

import { lookOfTier, unscoredText } from "#domain/customers/risk-tier.ts";
import { ChangedValue } from "#ui/figures/changed-value.tsx";
import { HoverNote } from "#ui/primitives/hover-note.tsx";
import { statusClasses } from "#ui/status.ts";
import type { CustomerListItem } from "../schemas.ts";
import { HealthBreakdown } from "./health-breakdown.tsx";

/** Score as number and bar; what it is made of on hover and focus. */
export function HealthCell({ customer }: { customer: CustomerListItem }) {
  const { score, tier, unscoredReason, reasons, missing } = customer;
  if (score === null) return <span className="text-ink-faint">{unscoredText(unscoredReason)}</span>;
  return (
    <HoverNote
      label={`Score ${score} of 100: what it is made of`}
      note={<HealthBreakdown reasons={reasons} missing={missing} />}
      className="-mx-1.5 inline-flex min-h-7 cursor-default items-center gap-2.5 rounded-md px-1.5"
    >
      <ChangedValue value={score} className="tabular w-7 text-right font-medium" />
      <span aria-hidden="true" className="h-1.5 w-16 overflow-hidden rounded-full bg-muted">
        <span
          className={`block h-full rounded-full ${statusClasses[lookOfTier(tier).status].solid}`}
          style={{ width: `${score}%` }}
        />
      </span>
    </HoverNote>
  );
}
