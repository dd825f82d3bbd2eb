"use client";

import dynamic from "next/dynamic";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { DayPlan } from "#features/interventions/components/day-plan.tsx";
import { QueueTable } from "#features/interventions/components/queue-table.tsx";
import {
  type QueueState,
  readQueueState,
  viewQueryOf,
  writeQueueState,
} from "#features/interventions/queue-state.ts";
import type { WorkItem, WorkQueue } from "#features/interventions/schemas.ts";
import type { SavedView } from "#features/saved-views/schemas.ts";
import { formatCount, formatCountUpTo } from "#ui/figures/format.ts";
import { useNow } from "#ui/figures/use-now.ts";
import { buttonClass } from "#ui/primitives/button.tsx";
import { MoreButton } from "#ui/primitives/more-button.tsx";
import { SegmentedLinks } from "#ui/primitives/segmented-links.tsx";
import { ChangedNote } from "#ui/tables/changed-note.tsx";
import { writtenQuery } from "../../address-state.ts";
import { ExportLink } from "../../export-link.tsx";
import { PageViews } from "../../page-views.tsx";
import { OwnerMenu } from "../owner-menu.tsx";
import { useWork } from "../use-work.ts";
import { useWorkQueue } from "./use-work-queue.ts";

const RecordedDialog = dynamic(
  () => import("../recorded-dialog.tsx").then((module) => module.RecordedDialog),
  { ssr: false },
);

export type QueueViewProps = {
  initial: WorkQueue;
  state: QueueState;
  viewer: { userId: string; canWork: boolean };
  views: SavedView[];
  /** What an address without a query stands for. */
  firstQuery: string;
  now: string;
  timezone: string;
};

export function QueueView(props: QueueViewProps) {
  const { initial, state, viewer, timezone, firstQuery, now: initialNow } = props;
  const addressOf = (next: QueueState) =>
    `/customers/queue${writtenQuery(writeQueueState(next), { firstQuery, plain: "?who=all" })}`;
  const now = useNow(initialNow, 30);
  const router = useRouter();
  const counted = (count: number) => formatCountUpTo(count, initial.mostCounted);
  const work = useWork(timezone);
  const { query, page, rows, moved, showNewest, leave } = useWorkQueue(state, initial, initialNow);
  const ownerCell = (item: WorkItem) =>
    viewer.canWork ? (
      <OwnerMenu item={item} work={work} userId={viewer.userId} now={now} timezone={timezone} />
    ) : (
      <span className="text-ink-muted">{item.owner?.name ?? "nobody"}</span>
    );
  return (
    <div className="flex flex-col gap-4">
      <DayPlan day={page.day} total={counted(page.total)} />
      <div className="flex flex-wrap items-center justify-between gap-3">
        <SegmentedLinks
          label="Whose customers"
          value={state.who}
          options={[
            { value: "all", label: `All ${counted(page.counts.all)}` },
            { value: "mine", label: `Mine ${counted(page.counts.mine)}` },
            { value: "unassigned", label: `Nobody's ${counted(page.counts.unassigned)}` },
          ].map((option) => ({
            ...option,
            href: addressOf({ ...state, who: option.value as QueueState["who"] }),
          }))}
        />
        <div className="flex flex-wrap gap-2">
          <Link
            href={addressOf({ ...state, cut: state.cut === "today" ? "none" : "today" })}
            prefetch={false}
            className={buttonClass()}
          >
            {state.cut === "today" ? `Show all ${counted(page.total)}` : "Show what fits into today"}
          </Link>
          <PageViews
            page="work-queue"
            pageName="Work queue"
            initial={props.views}
            canShare={viewer.canWork}
            query={viewQueryOf(writeQueueState(state))}
            saved={state.saved}
            onOpen={(view) => {
              const shown = readQueueState(new URLSearchParams(view?.query ?? ""));
              router.push(addressOf({ ...shown, saved: view?.id ?? null }));
            }}
            now={initialNow}
          />
          <ExportLink
            href={`/api/v1/work-queue.csv?${new URLSearchParams({ who: state.who, cut: state.cut })}`}
            rows={counted(state.cut === "today" ? page.day.fits : page.total)}
          />
        </div>
      </div>
      <ChangedNote count={moved} onShow={showNewest} />
      <QueueTable
        rows={rows}
        status={query.isError ? "error" : "ready"}
        error={{
          what: `The queue could not be read: ${query.error?.message ?? ""}`,
          todo: "Try again; nothing that was recorded is lost.",
          onRetry: () => query.refetch(),
        }}
        act={
          viewer.canWork
            ? {
                busyId: work.busyId,
                onAct: async (item, body) => {
                  if (await work.act(item, body)) leave(item.customerId);
                },
              }
            : null
        }
        ownerCell={ownerCell}
        onOpen={({ customerId }) => router.push(`/customers/${customerId}`)}
        emptyText={emptyText(state, page)}
        footer={query.hasNextPage ? <MoreButton query={query} /> : null}
        now={now}
        timezone={timezone}
      />
      <RecordedDialog work={work} />
    </div>
  );
}

function emptyText({ who, cut }: QueueState, { total, day, mostCounted }: WorkQueue): string {
  if (cut === "today" && total > 0)
    return `The ${formatCount(day.capacity)} contacts of today are made. ${formatCountUpTo(total, mostCounted)} customers wait for tomorrow.`;
  if (who === "mine") return "None of your customers needs anything now. Take one that is nobody's.";
  if (who === "unassigned") return "Every customer who is at risk has somebody who looks after them.";
  return "Customers who are at risk appear here, until something is planned or done for them.";
}
