import { Mail, Phone } from "lucide-react";
import { formatTime } from "#ui/figures/dates.ts";
import type { CustomerDetail } from "../schemas.ts";

export type ContactLinesProps = { customer: CustomerDetail; now: Date };

/** How to reach a customer, whether one may, and what time it is there. */
export function ContactLines({ customer, now }: ContactLinesProps) {
  const { email, phone, isMasked, emailConsent, phoneConsent } = customer;
  return (
    <ul className="flex flex-col gap-2 text-base">
      <li className="flex items-start gap-2.5">
        <Mail aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ink-faint" />
        <Line
          address={email}
          href={isMasked ? null : `mailto:${email}`}
          allowed={emailConsent}
          what="e-mail"
        />
      </li>
      <li className="flex items-start gap-2.5">
        <Phone aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ink-faint" />
        <Line
          address={phone}
          href={isMasked ? null : `tel:${phone?.replace(/[^\d+]/g, "")}`}
          allowed={phoneConsent}
          what="calls"
        />
      </li>
      <li className="text-ink-muted text-sm">
        It is {formatTime(now, customer.timezone)} where the customer lives ({customer.timezone}).
      </li>
    </ul>
  );
}

type LineProps = { address: string | null; href: string | null; allowed: boolean; what: string };

function Line({ address, href, allowed, what }: LineProps) {
  return (
    <span className="min-w-0">
      {address === null ? (
        <span className="text-ink-faint">not known</span>
      ) : href && allowed ? (
        <a href={href} className="break-all text-accent-ink hover:underline">
          {address}
        </a>
      ) : (
        <span className="break-all">{address}</span>
      )}
      {address === null ? null : (
        <span className="block text-ink-muted text-sm">
          {allowed ? `agreed to ${what}` : `has not agreed to ${what}`}
        </span>
      )}
    </span>
  );
}
