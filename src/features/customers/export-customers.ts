import { fetchInBatches } from "#db/stream-as-viewer.ts";
import type { Trx } from "#db/transaction.ts";
import { type HealthComponent, lookOfTier, unscoredText } from "#domain/customers/risk-tier.ts";
import { type CsvColumn, moneyCell, wallClockIn } from "#platform/export/csv-text.ts";
import { streamExport } from "#platform/export/stream-export.ts";
import { type CustomerSelection, stretchesOf } from "./customer-order.ts";
import { type CustomersContext, readListItems, selectionFor } from "./list-customers.ts";
import { selectStretch } from "./list-queries.ts";
import { maskEmail, maskPhone, seesPersonalData } from "./personal-data.ts";
import { type ContactRow, readContacts } from "./queries.ts";
import type { CustomerListItem } from "./schemas.ts";
import { exportBatch } from "./weights.ts";

type ExportRow = CustomerListItem & Pick<ContactRow, "email" | "phone" | "email_consent" | "phone_consent">;

/** The whole list as a CSV file: the customers of the filter and the search, in the order of the sort. */
export async function exportCustomers(
  ctx: CustomersContext & { requestId?: string },
  asked: CustomerSelection,
): Promise<Response> {
  const selection = selectionFor(ctx.viewer, asked);
  return await streamExport(ctx, {
    name: "customers",
    filter: asked,
    columns: columnsFor(ctx.viewer.timezone, !seesPersonalData(ctx.viewer.role)),
    read: (trx) => readWholeList(trx, ctx, selection),
  });
}

async function* readWholeList(
  trx: Trx,
  ctx: CustomersContext,
  selection: CustomerSelection,
): AsyncGenerator<ExportRow[]> {
  for (const stretch of stretchesOf(selection)) {
    for await (const placed of fetchInBatches(trx, selectStretch(stretch, selection), exportBatch)) {
      const ids = placed.map(({ customer_id }) => customer_id);
      const items = await readListItems(trx, ctx, ids);
      const contacts = new Map((await readContacts(trx, ids)).map((row) => [row.customer_id, row]));
      yield items.map((item) => ({ ...noContact, ...contacts.get(item.id), ...item }));
    }
  }
}

const noContact = { email: null, phone: null, email_consent: false, phone_consent: false };

/** The columns of the list, then the id's details that the list has no room for. */
function columnsFor(timezone: string, isMasked: boolean): CsvColumn<ExportRow>[] {
  const localTime = wallClockIn(timezone);
  return [
    { header: "Id", cell: ({ id }) => id },
    { header: "Customer", cell: ({ name }) => name },
    { header: "Status", cell: ({ status, removedAt }) => (removedAt === null ? status : "removed") },
    { header: "Health score (0 to 100)", cell: ({ score }) => score },
    {
      header: "Tier",
      cell: ({ tier, unscoredReason }) =>
        tier === null ? unscoredText(unscoredReason) : lookOfTier(tier).word,
    },
    {
      header: "Tier by score alone",
      cell: ({ scoreTier }) => (scoreTier === null ? null : lookOfTier(scoreTier).word),
    },
    { header: "Forced by", cell: ({ forcedText }) => forcedText },
    component("First session (0 to 100)", "first_session"),
    component("Velocity (0 to 100)", "velocity"),
    component("Inbound calls (0 to 100)", "inbound_calls"),
    component("Goals (0 to 100)", "goals"),
    component("Tutor consistency (0 to 100)", "tutor_consistency"),
    { header: "Confidence (0 to 1)", cell: ({ confidence }) => confidence },
    { header: "Open alerts", cell: ({ alerts }) => alerts?.count ?? 0 },
    { header: "Gravest open alert", cell: ({ alerts }) => alerts?.severity ?? null },
    { header: "Why", cell: ({ why }) => why },
    { header: "Next action", cell: ({ nextAction }) => nextAction?.title ?? null },
    { header: "Owner", cell: ({ owner }) => owner?.name ?? null },
    { header: `Last session (${timezone})`, cell: ({ lastSessionAt }) => localTime(lastSessionAt) },
    { header: "Calls to support in 14 days", cell: ({ callsInWindow }) => callsInWindow },
    { header: "Spend a month (USD)", cell: ({ monthlySpendCents }) => moneyCell(monthlySpendCents) },
    {
      header: isMasked ? "E-mail (cut short)" : "E-mail",
      cell: ({ email }) => (email === null || !isMasked ? email : maskEmail(email)),
    },
    { header: "Agreed to e-mails", cell: ({ email_consent }) => (email_consent ? "yes" : "no") },
    {
      header: isMasked ? "Phone (cut short)" : "Phone",
      cell: ({ phone }) => (phone === null || !isMasked ? phone : maskPhone(phone)),
    },
    { header: "Agreed to calls", cell: ({ phone_consent }) => (phone_consent ? "yes" : "no") },
  ];
}

/** A component's score; empty where there was nothing to go on. */
function component(header: string, name: HealthComponent): CsvColumn<ExportRow> {
  return {
    header,
    cell: ({ reasons }) => {
      const score = reasons.find((reason) => reason.component === name)?.score;
      return score === undefined ? null : Math.round(score * 10) / 10;
    },
  };
}
