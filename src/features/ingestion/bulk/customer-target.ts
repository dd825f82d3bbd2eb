import { contentHash } from "../write/content-hash.ts";
import type { BulkTarget } from "./bulk-target.ts";
import { copyLine } from "./copy-line.ts";

/** Customers with their goals in bulk. */
export function customerTarget(): BulkTarget<"customers"> {
  return {
    copies: [
      {
        table: "customers",
        columns: `customer_id, name, email, phone, timezone, acquisition_channel, plan, monthly_spend, email_consent,
          phone_consent, status, signed_up_at, created_at, updated_at, deleted_at, content_hash`,
        lines: (c) =>
          copyLine([
            c.id,
            c.name,
            c.email,
            c.phone,
            c.timezone,
            c.acquisitionChannel,
            c.plan,
            c.monthlySpend,
            c.emailConsent,
            c.phoneConsent,
            c.status,
            c.signedUpAt,
            c.createdAt,
            c.updatedAt,
            c.deletedAt,
            contentHash(c),
          ]),
      },
      {
        table: "goals",
        columns:
          "customer_id, goal_id, position, title, subject_code, is_primary, target_date, completed_at, created_at",
        lines: (c) =>
          c.goals
            .map((g, position) =>
              copyLine([
                c.id,
                g.id,
                position,
                g.title,
                g.subjectCode,
                g.isPrimary,
                g.targetDate,
                g.completedAt,
                g.createdAt,
              ]),
            )
            .join(""),
      },
    ],
    sums: [],
    prepare: async () => () => true,
    finish: async () => undefined,
  };
}
