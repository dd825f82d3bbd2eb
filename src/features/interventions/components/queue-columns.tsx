import Link from "next/link";
import type { ReactNode } from "react";
import { lookOfTier } from "#domain/customers/risk-tier.ts";
import { formatMoney } from "#ui/figures/format.ts";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import type { DataColumn } from "#ui/tables/data-column.ts";
import type { WorkItem } from "../schemas.ts";
import { type ActBody, ChannelButtons } from "./channel-buttons.tsx";
import { LastContact } from "./last-contact.tsx";
import { urgencyWords } from "./words.ts";

export type QueueColumnContext = {
  now: Date;
  timezone: string;
  /** Null for those who may only look. */
  act: { onAct: (item: WorkItem, body: ActBody) => void; busyId: number | null } | null;
  /** What one may change about whose customer it is. */
  ownerCell: (item: WorkItem) => ReactNode;
};

/** Columns of the work queue: who, what to do and why, money, last contact, whose, and the buttons. */
export function queueColumns(context: QueueColumnContext): DataColumn<WorkItem>[] {
  const { now, timezone, act, ownerCell } = context;
  return [
    { id: "name", header: "Customer", cell: (item) => <QueueName item={item} /> },
    { id: "action", header: "What to do", wrap: true, cell: (item) => <WhatToDo item={item} /> },
    {
      id: "cents_at_risk",
      header: "Money at risk",
      align: "end",
      width: "8rem",
      cell: ({ centsAtRisk }) => formatMoney(centsAtRisk),
    },
    {
      id: "last_contact",
      header: "Last contact",
      hideBelow: "lg",
      width: "9rem",
      cell: ({ lastContact }) => <LastContact contact={lastContact} now={now} timezone={timezone} />,
    },
    { id: "owner", header: "Owner", hideBelow: "lg", width: "9rem", cell: ownerCell },
    ...(act === null
      ? []
      : [
          {
            id: "buttons",
            header: "Do it",
            width: "16rem",
            cell: (item: WorkItem) => (
              <ChannelButtons
                item={item}
                onAct={act.onAct}
                isBusy={act.busyId === item.customerId}
                timezone={timezone}
              />
            ),
          },
        ]),
  ];
}

/** The name, which leads to the customer, with tier and score. */
export function QueueName({ item }: { item: WorkItem }) {
  const { status, word } = lookOfTier(item.tier);
  return (
    <span className="flex flex-col">
      <Link
        href={`/customers/${item.customerId}`}
        prefetch={false}
        className="max-w-48 truncate font-medium text-ink hover:underline"
      >
        {item.name}
      </Link>
      <span className="flex items-center gap-2 text-ink-muted text-sm">
        <StatusBadge status={status} word={word} variant="plain" />
        {item.score === null ? null : <span className="tabular">{item.score}</span>}
      </span>
    </span>
  );
}

/** The recommended action with its urgency, and why, in one sentence. */
export function WhatToDo({ item }: { item: WorkItem }) {
  const { suggestion, planned } = item;
  const [due] = planned;
  return (
    <span className="flex flex-col gap-0.5">
      {suggestion === null ? (
        <span className="text-ink-muted">Nothing suggested</span>
      ) : (
        <>
          <span className="flex flex-wrap items-center gap-x-2">
            <span className="font-medium">{suggestion.title}</span>
            <StatusBadge {...urgencyWords[suggestion.urgency]} variant="plain" />
          </span>
          <span className="text-ink-muted text-sm">{suggestion.why}</span>
        </>
      )}
      {due ? (
        <span className="text-ink-muted text-sm">
          Planned by {due.ownerName || "a colleague"}
          {due.note ? `: ${due.note}` : ""}
        </span>
      ) : null}
    </span>
  );
}
