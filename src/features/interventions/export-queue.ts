import { fetchInBatches } from "#db/stream-as-viewer.ts";
import type { Trx } from "#db/transaction.ts";
import { lookOfTier } from "#domain/customers/risk-tier.ts";
import { type CsvColumn, moneyCell, wallClockIn } from "#platform/export/csv-text.ts";
import { streamExport } from "#platform/export/stream-export.ts";
import { readCustomerFacts } from "./customer-facts.ts";
import type { QueueFilter } from "./queue-filter.ts";
import { queueInOrder } from "./queue-query.ts";
import { readFits } from "./read-work.ts";
import type { WorkItem } from "./schemas.ts";
import { loadInterventionSettings } from "./settings.ts";
import { exportBatch } from "./weights.ts";
import type { WorkContext } from "./work-context.ts";
import { toWorkItems } from "./work-item.ts";

type Asked = { who: QueueFilter; cut: "today" | "none" };

/** The work queue as a CSV file, from the most money at risk; cut to today where the page is. */
export async function exportQueue(ctx: WorkContext, asked: Asked): Promise<Response> {
  return await streamExport(ctx, {
    name: "work-queue",
    filter: asked,
    columns: columnsFor(ctx.viewer.timezone),
    read: (trx) => readWholeQueue(trx, ctx, asked),
  });
}

async function* readWholeQueue(trx: Trx, ctx: WorkContext, { who, cut }: Asked): AsyncGenerator<WorkItem[]> {
  const settings = await loadInterventionSettings(trx);
  const queue = { viewer: ctx.viewer, asOf: ctx.now() };
  const limit = cut === "today" ? await readFits(trx, ctx, who) : null;
  const query = queueInOrder(queue, { who, limit });
  for await (const rows of fetchInBatches(trx, query, exportBatch)) {
    const ids = rows.map(({ customer_id }) => customer_id);
    yield await toWorkItems(trx, ctx, await readCustomerFacts(trx, ids, queue.asOf), settings);
  }
}

function columnsFor(timezone: string): CsvColumn<WorkItem>[] {
  const localTime = wallClockIn(timezone);
  return [
    { header: "Id", cell: ({ customerId }) => customerId },
    { header: "Customer", cell: ({ name }) => name },
    { header: "Tier", cell: ({ tier }) => lookOfTier(tier).word },
    { header: "Health score (0 to 100)", cell: ({ score }) => score },
    { header: "Money at risk (USD)", cell: ({ centsAtRisk }) => moneyCell(centsAtRisk) },
    { header: "Spend a month (USD)", cell: ({ monthlySpendCents }) => moneyCell(monthlySpendCents) },
    { header: "What to do", cell: ({ suggestion }) => suggestion?.title ?? null },
    { header: "Urgency", cell: ({ suggestion }) => suggestion?.urgency.replaceAll("_", " ") ?? null },
    { header: "Why", cell: ({ suggestion }) => suggestion?.why ?? null },
    { header: "Channel", cell: ({ offered }) => offered },
    { header: "Planned", cell: ({ planned }) => planned.map(({ action }) => action).join(", ") || null },
    {
      header: `Last contact (${timezone})`,
      cell: ({ lastContact }) => localTime(lastContact?.at ?? null),
    },
    { header: "Last contact by", cell: ({ lastContact }) => lastContact?.byName ?? null },
    { header: "Owner", cell: ({ owner }) => owner?.name ?? null },
  ];
}
