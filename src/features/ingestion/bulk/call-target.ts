import { sumUpCalls } from "../write/call-writer.ts";
import type { BulkTarget } from "./bulk-target.ts";
import { copyLine } from "./copy-line.ts";
import { storedIds } from "./stored-ids.ts";

/** Calls in bulk. */
export function callTarget(): BulkTarget<"calls"> {
  return {
    copies: [
      {
        table: "inbound_calls",
        columns:
          "customer_id, call_id, called_at, reason_code, duration_seconds, created_at, updated_at, deleted_at",
        lines: (c) =>
          copyLine([
            c.customerId,
            c.id,
            c.calledAt,
            c.reasonCode,
            c.durationSeconds,
            c.createdAt,
            c.updatedAt,
            c.deletedAt,
          ]),
      },
    ],
    sums: ["call_hour_rollups"],
    async prepare(trx) {
      const customers = await storedIds(trx, "customers", "customer_id");
      return ({ customerId }) => customers.has(customerId);
    },
    async finish(trx) {
      await sumUpCalls.execute(trx);
    },
  };
}
