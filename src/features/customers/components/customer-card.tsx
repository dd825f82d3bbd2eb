import Link from "next/link";
import { RelativeTime } from "#ui/figures/relative-time.tsx";
import type { CustomerListItem } from "../schemas.ts";
import { OpenAlertsBadge } from "./alerts-cell.tsx";
import { whyText } from "./customer-columns.tsx";
import { Nudges } from "./nudges.tsx";
import { TierCell } from "./tier-cell.tsx";

export type CustomerCardProps = { customer: CustomerListItem; now: Date; timezone: string };

/** A customer in the list on a phone. */
export function CustomerCard({ customer, now, timezone }: CustomerCardProps) {
  const why = whyText(customer);
  return (
    <Link href={`/customers/${customer.id}`} prefetch={false} className="flex flex-col gap-1">
      <span className="flex items-baseline justify-between gap-3">
        <span className="truncate font-medium text-lg">{customer.name}</span>
        <span className="tabular font-semibold text-lg">
          {customer.score ?? "–"}
          <span className="sr-only"> of 100</span>
        </span>
      </span>
      <span className="flex items-center justify-between gap-3 text-sm">
        <TierCell customer={customer} />
        <span className="text-ink-muted">
          {customer.lastSessionAt ? (
            <>
              last session <RelativeTime at={customer.lastSessionAt} now={now} timezone={timezone} />
            </>
          ) : (
            "no session yet"
          )}
        </span>
      </span>
      {why ? <span className="text-ink-muted text-sm">{why}</span> : null}
      {customer.alerts || customer.owner ? (
        <span className="flex items-center justify-between gap-3 text-ink-muted text-sm">
          {customer.alerts ? (
            <span className="flex items-center gap-2">
              Alerts <OpenAlertsBadge alerts={customer.alerts} />
            </span>
          ) : (
            <span />
          )}
          {customer.owner ? <span className="truncate">{customer.owner.name}’s</span> : null}
        </span>
      ) : null}
      <Nudges flags={customer.flags} now={now} />
    </Link>
  );
}
