import { lookOfTier } from "#domain/customers/risk-tier.ts";
import { ChangedValue } from "#ui/figures/changed-value.tsx";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import type { CustomerListItem } from "../schemas.ts";

/** The tier, and a mark where something other than the score decides it. */
export function TierCell({ customer }: { customer: Pick<CustomerListItem, "tier" | "forcedText"> }) {
  const { status, word } = lookOfTier(customer.tier);
  return (
    <span className="flex items-center gap-1.5">
      <ChangedValue value={word} className="flex">
        <StatusBadge status={status} word={word} variant="plain" />
      </ChangedValue>
      {customer.forcedText ? (
        <span className="text-ink-faint text-xs" title={`Forced by: ${customer.forcedText}`}>
          forced
          <span className="sr-only"> by {customer.forcedText}</span>
        </span>
      ) : null}
    </span>
  );
}
