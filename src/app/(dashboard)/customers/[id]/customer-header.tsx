import { lookOfTier } from "#domain/customers/risk-tier.ts";
import type { CustomerDetail } from "#features/customers/schemas.ts";
import { ChangedValue } from "#ui/figures/changed-value.tsx";
import { formatMoney } from "#ui/figures/format.ts";
import { RelativeTime } from "#ui/figures/relative-time.tsx";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import { PageHeader } from "#ui/shell/page-header.tsx";

export type CustomerHeaderProps = { customer: CustomerDetail; now: Date; timezone: string };

/** Who it is and how they stand, in one line. */
export function CustomerHeader({ customer, now, timezone }: CustomerHeaderProps) {
  const { status, word } = lookOfTier(customer.tier);
  return (
    <PageHeader
      breadcrumbs={[{ label: "Customers", href: "/customers" }, { label: customer.name }]}
      title={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          {customer.name}
          <ChangedValue value={word} className="flex">
            <StatusBadge status={status} word={word} />
          </ChangedValue>
        </span>
      }
      description={
        <>
          {customer.plan ? `${sentenceCase(customer.plan)} plan, ` : ""}
          {formatMoney(customer.monthlySpendCents)} a month
          {customer.status === "active" ? "" : `, ${customer.status}`}
          {" · "}
          {customer.lastSessionAt ? (
            <>
              last session <RelativeTime at={customer.lastSessionAt} now={now} timezone={timezone} />
            </>
          ) : (
            "no completed session yet"
          )}
        </>
      }
    />
  );
}

const sentenceCase = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
