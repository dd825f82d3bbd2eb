"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { ComponentList } from "#features/customer-health/components/component-list.tsx";
import { HealthLedger } from "#features/customer-health/components/health-ledger.tsx";
import { HealthSummary } from "#features/customer-health/components/health-summary.tsx";
import { LastCheck } from "#features/customer-health/components/last-check.tsx";
import { ScoreChart } from "#features/customer-health/components/score-chart.tsx";
import type { CustomerHealthAnswer } from "#features/customer-health/health-schemas.ts";
import type { HistoryPage } from "#features/customer-health/read-health.ts";
import { CustomerAlertsList } from "#features/customers/components/customer-alerts-list.tsx";
import { CustomerCallsList } from "#features/customers/components/customer-calls-list.tsx";
import { CustomerGoalsList } from "#features/customers/components/customer-goals-list.tsx";
import { CustomerProfile } from "#features/customers/components/customer-profile.tsx";
import { CustomerSessionsTable } from "#features/customers/components/customer-sessions-table.tsx";
import type {
  CustomerAlerts,
  CustomerCalls,
  CustomerDetail,
  CustomerSessions,
} from "#features/customers/schemas.ts";
import type { DecisionAge } from "#features/ingestion/decision-ages.ts";
import type { CustomerWork } from "#features/interventions/schemas.ts";
import { formatCount } from "#ui/figures/format.ts";
import { useNow } from "#ui/figures/use-now.ts";
import { MoreButton } from "#ui/primitives/more-button.tsx";
import { Section } from "#ui/primitives/section.tsx";
import { PageFrame } from "#ui/shell/page-frame.tsx";
import { Grounds } from "../../grounds.tsx";
import { ChangeSumSection } from "./change-sum-section.tsx";
import { CustomerHeader } from "./customer-header.tsx";
import {
  alertsQuery,
  callsQuery,
  detailQuery,
  healthQuery,
  historyDays,
  historyQuery,
  sessionsQuery,
} from "./customer-queries.ts";
import { WorkSections } from "./work-sections.tsx";

export type CustomerViewProps = {
  /** What the server has read; a section that it could not read is missing. */
  initial: {
    detail: CustomerDetail;
    health: CustomerHealthAnswer | undefined;
    history: HistoryPage | undefined;
    sessions: CustomerSessions | undefined;
    calls: CustomerCalls | undefined;
    work: CustomerWork | undefined;
    alerts: CustomerAlerts | undefined;
  };
  viewer: { userId: string; canWork: boolean };
  grounds: DecisionAge;
  now: string;
  timezone: string;
};

export function CustomerView({ initial, viewer, grounds, now: initialNow, timezone }: CustomerViewProps) {
  const now = useNow(initialNow);
  const { id } = initial.detail;
  // A page that comes back from the browser's memory is as old as this says, and is read again.
  const read = { initialDataUpdatedAt: Date.parse(initialNow) };
  const detail = useQuery({ ...detailQuery(id), ...read, initialData: initial.detail });
  const health = useQuery({ ...healthQuery(id), ...read, initialData: initial.health });
  const history = useQuery({ ...historyQuery(id), ...read, initialData: initial.history });
  const alerts = useQuery({ ...alertsQuery(id), ...read, initialData: initial.alerts });
  const sessions = useInfiniteQuery({ ...sessionsQuery(id), ...read, ...firstPage(initial.sessions) });
  const calls = useInfiniteQuery({ ...callsQuery(id), ...read, ...firstPage(initial.calls) });
  const time = { now, timezone };
  return (
    <PageFrame>
      <CustomerHeader customer={detail.data} {...time} />
      <Grounds initial={grounds} now={initialNow} timezone={timezone} />
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <Section
            title="Health"
            aside={<LastCheck at={health.data?.checkedAt ?? null} {...time} />}
            reading={health}
            skeletonClass="h-28 w-full"
          >
            {(data) => <HealthSummary health={data} {...time} />}
          </Section>
          <WorkSections
            id={id}
            initial={initial.work}
            readAtMs={Date.parse(initialNow)}
            viewer={viewer}
            {...time}
          />
          <Section
            title="What it is made of"
            aside="worst first"
            reading={health}
            skeletonClass="h-64 w-full"
          >
            {(data) =>
              data.score === null ? (
                <p className="text-ink-muted">Components appear here once there is a score.</p>
              ) : (
                <ComponentList health={data} />
              )
            }
          </Section>
          <Section title="Score over time" reading={history} skeletonClass="h-64 w-full">
            {({ data }) => (
              <ScoreChart
                changes={data}
                score={health.data ? health.data.score : (data[0]?.score ?? null)}
                limits={health.data?.limits ?? null}
                days={historyDays}
                {...time}
              />
            )}
          </Section>
          <Section
            title="What moved it"
            aside={
              history.data
                ? `${formatCount(history.data.total)} ${history.data.total === 1 ? "change" : "changes"} in ${historyDays} days`
                : null
            }
            reading={history}
          >
            {({ data }) => (
              <>
                <ChangeSumSection customerId={id} {...time} />
                {data.length === 0 ? (
                  <p className="text-ink-muted">The score has not moved in the last {historyDays} days.</p>
                ) : (
                  <HealthLedger changes={data} {...time} />
                )}
              </>
            )}
          </Section>
          <Section title="Sessions" aside={countOf(sessions.data)} reading={sessions} flush>
            {({ pages }) => (
              <>
                <CustomerSessionsTable sessions={pages.flatMap(({ data }) => data)} {...time} />
                <MoreButton query={sessions} className="m-3" />
              </>
            )}
          </Section>
        </div>
        <div className="grid min-w-0 gap-4 md:max-xl:grid-cols-2">
          <Section
            title="Alerts"
            aside={alerts.data ? `${formatCount(alerts.data.openCount)} open` : null}
            reading={alerts}
          >
            {(data) => <CustomerAlertsList alerts={data} {...time} />}
          </Section>
          <Section title="Profile" reading={detail}>
            {(data) => <CustomerProfile customer={data} {...time} />}
          </Section>
          <Section title="Goals" aside={formatCount(detail.data.goals.length)} reading={detail}>
            {(data) => <CustomerGoalsList goals={data.goals} {...time} />}
          </Section>
          <Section title="Calls to support" aside={countOf(calls.data)} reading={calls}>
            {({ pages }) => (
              <>
                <CustomerCallsList calls={pages.flatMap(({ data }) => data)} {...time} />
                <MoreButton query={calls} className="mt-2" />
              </>
            )}
          </Section>
        </div>
      </div>
    </PageFrame>
  );
}

function firstPage<T>(page: T | undefined) {
  return page === undefined ? {} : { initialData: { pages: [page], pageParams: [null] } };
}

function countOf(data: { pages: readonly { total: number }[] } | undefined): string | null {
  const last = data?.pages.at(-1);
  return last ? formatCount(last.total) : null;
}
