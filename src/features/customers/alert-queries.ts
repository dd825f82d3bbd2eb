import { sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import type { CustomerAlert, OpenAlerts } from "./schemas.ts";
import { alertTitlesInList } from "./weights.ts";

type OpenAlertsRow = OpenAlerts & { customer_id: number };

/** Open alerts of these customers: how many, the gravest severity, and the titles of the first. None: not in the map. */
export async function readOpenAlerts(trx: Trx, ids: readonly number[]): Promise<Map<number, OpenAlerts>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<OpenAlertsRow>`
    select customer_id, count(*)::int as count,
      (array_agg(severity order by ${gravest}))[1] as severity,
      (array_agg(title order by ${gravest}, opened_at desc, alert_id desc))[1:${sql.lit(alertTitlesInList)}] as titles
    from alerts where customer_id = any (${ids}::bigint[]) and ${isOpen}
    group by customer_id`.execute(trx);
  return new Map(
    rows.map(({ customer_id, count, severity, titles }) => [customer_id, { count, severity, titles }]),
  );
}

type AlertRow = {
  alert_id: number;
  severity: CustomerAlert["severity"];
  state: CustomerAlert["state"];
  title: string;
  explanation: string;
  suggested_action: string | null;
  seen_count: number;
  opened_at: Date;
  last_seen_at: Date;
  snoozed_until: Date | null;
  closed_at: Date | null;
};

const columns = sql`alert_id, severity, state, title, explanation, suggested_action, seen_count, opened_at,
  last_seen_at, snoozed_until, closed_at`;

/** A customer's open alerts, the gravest and newest first, and the last `closed` closed ones. */
export async function readCustomerAlerts(
  trx: Trx,
  id: number,
  limits: { open: number; closed: number },
): Promise<{ open: CustomerAlert[]; closed: CustomerAlert[]; openCount: number }> {
  const { rows: open } = await sql<AlertRow & { open_count: number }>`
    select ${columns}, (count(*) over ())::int as open_count from alerts
    where customer_id = ${id} and ${isOpen}
    order by ${gravest}, opened_at desc, alert_id desc limit ${limits.open}`.execute(trx);
  const { rows: closed } = await sql<AlertRow>`
    select ${columns} from alerts where customer_id = ${id} and not (${isOpen})
    order by closed_at desc nulls last, alert_id desc limit ${limits.closed}`.execute(trx);
  return { open: open.map(toAlert), closed: closed.map(toAlert), openCount: open[0]?.open_count ?? 0 };
}

const isOpen = sql`state in ('active', 'acknowledged')`;
const gravest = sql`array_position(array['critical', 'warning', 'info'], severity)`;

function toAlert(row: AlertRow): CustomerAlert {
  return {
    id: row.alert_id,
    severity: row.severity,
    state: row.state,
    title: row.title,
    explanation: row.explanation,
    suggestedAction: row.suggested_action,
    seenCount: row.seen_count,
    openedAt: row.opened_at.toISOString(),
    lastSeenAt: row.last_seen_at.toISOString(),
    snoozedUntil: row.snoozed_until?.toISOString() ?? null,
    closedAt: row.closed_at?.toISOString() ?? null,
  };
}
