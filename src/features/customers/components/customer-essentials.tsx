import { lookOfTier, unscoredText } from "#domain/customers/risk-tier.ts";
import { ScoreRing } from "#ui/charts/score-ring.tsx";
import { formatDate } from "#ui/figures/dates.ts";
import { formatMoney } from "#ui/figures/format.ts";
import { RelativeTime } from "#ui/figures/relative-time.tsx";
import { Skeleton } from "#ui/primitives/skeleton.tsx";
import type { CustomerDetail, CustomerListItem } from "../schemas.ts";
import { ContactLines } from "./contact-lines.tsx";
import { Facts } from "./facts.tsx";
import { HealthBreakdown } from "./health-breakdown.tsx";

export type CustomerEssentialsProps = {
  customer: CustomerListItem;
  /** Profile and goals; absent while they are read. */
  detail: CustomerDetail | undefined;
  now: Date;
  timezone: string;
};

/** What one needs to know of a customer without leaving the list. */
export function CustomerEssentials({ customer, detail, now, timezone }: CustomerEssentialsProps) {
  const { status, word } = lookOfTier(customer.tier);
  // Two rules may say the same of one customer; once is enough.
  const flags = [...new Set(customer.flags.map(({ text }) => text))].filter(
    (text) => text !== customer.forcedText,
  );
  const worst = customer.reasons.filter(({ points }) => points > 0).slice(0, 3);
  return (
    <div className="flex flex-col gap-6">
      <div className="flex items-center gap-5">
        <ScoreRing score={customer.score} status={status} word={word} sizePx={88} />
        <div className="min-w-0 text-base">
          {customer.score === null ? <p>{unscoredText(customer.unscoredReason)}</p> : null}
          {customer.forcedText ? (
            <p>
              <span className="font-medium">
                {word}: {customer.forcedText}.
              </span>{" "}
              <span className="text-ink-muted">
                By the score alone: {lookOfTier(customer.scoreTier).word}.
              </span>
            </p>
          ) : null}
          {flags.length > 0 ? (
            <ul className="mt-1 text-ink-muted text-sm">
              {flags.map((text) => (
                <li key={text}>{text.charAt(0).toUpperCase() + text.slice(1)}</li>
              ))}
            </ul>
          ) : null}
        </div>
      </div>
      {worst.length > 0 ? (
        <section>
          <h3 className="mb-2 font-medium text-base">What costs points</h3>
          <ul className="flex flex-col gap-1.5 text-base">
            {worst.map(({ component, points, text }) => (
              <li key={component} className="flex gap-3">
                <span className="tabular w-8 shrink-0 text-right font-medium">−{Math.round(points)}</span>
                <span className="text-ink-muted">{text}</span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {customer.score === null ? null : (
        <section>
          <h3 className="mb-2 font-medium text-base">Components</h3>
          <HealthBreakdown reasons={customer.reasons} missing={customer.missing} />
        </section>
      )}
      <Facts
        facts={[
          {
            label: "Last session",
            value: customer.lastSessionAt ? (
              <RelativeTime at={customer.lastSessionAt} now={now} timezone={timezone} />
            ) : (
              "none completed yet"
            ),
          },
          { label: "Calls, 14 days", value: customer.callsInWindow ?? "–" },
          { label: "Spend a month", value: formatMoney(customer.monthlySpendCents) },
          ...(detail
            ? [
                { label: "Customer since", value: formatDate(detail.signedUpAt, timezone) },
                { label: "Plan", value: detail.plan ?? "–" },
              ]
            : []),
        ]}
      />
      {detail ? <ContactLines customer={detail} now={now} /> : <Skeleton className="h-12 w-full" />}
    </div>
  );
}
