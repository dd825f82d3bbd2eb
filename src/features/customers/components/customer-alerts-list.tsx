import { RelativeTime } from "#ui/figures/relative-time.tsx";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import type { CustomerAlert, CustomerAlerts } from "../schemas.ts";
import { severityLook } from "./alert-look.ts";

export type CustomerAlertsListProps = { alerts: CustomerAlerts; now: Date; timezone: string };

/** A customer's open alerts with what to do, and below them the last ones that were closed. */
export function CustomerAlertsList({ alerts, now, timezone }: CustomerAlertsListProps) {
  const { open, closed, openCount } = alerts;
  const more = openCount - open.length;
  return (
    <div className="flex flex-col gap-3">
      {open.length === 0 ? (
        <p className="text-ink-muted">No alert is open.</p>
      ) : (
        <ul aria-label="Open alerts" className="flex flex-col">
          {open.map((alert) => (
            <li key={alert.id} className="border-line border-t py-2 first:border-t-0 first:pt-0">
              <OpenAlert alert={alert} now={now} timezone={timezone} />
            </li>
          ))}
        </ul>
      )}
      {more > 0 ? <p className="text-ink-muted text-sm">and {more} more</p> : null}
      {closed.length > 0 ? (
        <section aria-label="Closed alerts">
          <h3 className="mb-1 text-ink-muted text-sm">Closed last</h3>
          <ul className="flex flex-col gap-1 text-ink-muted text-sm">
            {closed.map(({ id, title, state, closedAt }) => (
              <li key={id} className="flex flex-wrap items-baseline justify-between gap-x-3">
                <span className="min-w-0">{title}</span>
                <span className="whitespace-nowrap">
                  {state}
                  {closedAt ? (
                    <>
                      {" "}
                      <RelativeTime at={closedAt} now={now} timezone={timezone} />
                    </>
                  ) : null}
                </span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}

function OpenAlert({ alert, now, timezone }: { alert: CustomerAlert; now: Date; timezone: string }) {
  const { status, word } = severityLook[alert.severity];
  return (
    <>
      <p className="flex flex-wrap items-baseline gap-x-2">
        <StatusBadge status={status} word={word} variant="plain" />
        <span className="min-w-0 font-medium">{alert.title}</span>
      </p>
      <p className="text-ink-muted">{alert.explanation}</p>
      {alert.suggestedAction ? <p>{alert.suggestedAction}</p> : null}
      <p className="text-ink-muted text-sm">
        since <RelativeTime at={alert.openedAt} now={now} timezone={timezone} />
        {alert.state === "acknowledged" ? ", acknowledged" : ""}
        {alert.seenCount > 1 ? `, seen ${alert.seenCount} times` : ""}
      </p>
    </>
  );
}
