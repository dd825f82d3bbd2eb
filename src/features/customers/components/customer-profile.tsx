import { formatDate } from "#ui/figures/dates.ts";
import { formatMoney } from "#ui/figures/format.ts";
import type { CustomerDetail } from "../schemas.ts";
import { ContactLines } from "./contact-lines.tsx";
import { Facts } from "./facts.tsx";

export type CustomerProfileProps = { customer: CustomerDetail; now: Date; timezone: string };

/** Who the customer is and how to reach them. */
export function CustomerProfile({ customer, now, timezone }: CustomerProfileProps) {
  return (
    <div className="flex flex-col gap-4">
      <ContactLines customer={customer} now={now} />
      <Facts
        facts={[
          { label: "State", value: customer.removedAt ? "removed at the source" : customer.status },
          { label: "Plan", value: customer.plan ?? "–" },
          { label: "Spend a month", value: formatMoney(customer.monthlySpendCents) },
          { label: "Customer since", value: formatDate(customer.signedUpAt, timezone) },
          { label: "Came by", value: customer.acquisitionChannel?.replaceAll("_", " ") ?? "–" },
          { label: "Id", value: <span className="font-mono text-sm">{customer.id}</span> },
        ]}
      />
      {customer.isMasked ? (
        <p className="text-ink-muted text-sm">Address and number are cut short for the role viewer.</p>
      ) : null}
    </div>
  );
}
