import type { MouseEvent, ReactNode } from "react";
import { formatMoney } from "#ui/figures/format.ts";
import { RelativeTime } from "#ui/figures/relative-time.tsx";
import { Avatar } from "#ui/primitives/avatar.tsx";
import type { DataColumn } from "#ui/tables/data-column.ts";
import type { CustomerListItem } from "../schemas.ts";
import { AlertsCell } from "./alerts-cell.tsx";
import { HealthCell } from "./health-cell.tsx";
import { Nudges } from "./nudges.tsx";
import { TierCell } from "./tier-cell.tsx";

export type ColumnContext = {
  now: Date;
  timezone: string;
  /** The columns' links lead to the full page; a plain press opens the essentials instead. */
  onOpen: (customer: CustomerListItem) => void;
};

const forcingFlags = ["calls", "lapsed", "idle", "goal"];

/** Why a customer is where it is: the gravest red flag, or what costs the most points. */
export function whyText({ flags, why }: Pick<CustomerListItem, "flags" | "why">): string | null {
  const text = flags.find(({ code }) => forcingFlags.includes(code))?.text ?? why;
  return text ? text.charAt(0).toUpperCase() + text.slice(1) : null;
}

/** The columns of the customer list; ids are the names by which the API sorts. */
export function customerColumns({ now, timezone, onOpen }: ColumnContext): DataColumn<CustomerListItem>[] {
  return [
    {
      id: "name",
      header: "Customer",
      sortable: true,
      cell: (customer) => <CustomerName customer={customer} onOpen={onOpen} />,
    },
    {
      id: "score",
      header: "Health",
      sortable: true,
      width: "8.5rem",
      cell: (customer) => <HealthCell customer={customer} />,
    },
    {
      id: "tier",
      header: "Tier",
      sortable: true,
      width: "7.5rem",
      cell: (customer) => <TierCell customer={customer} />,
    },
    {
      id: "alerts",
      header: "Alerts",
      width: "6.5rem",
      hideBelow: "md",
      cell: ({ alerts }) => <AlertsCell alerts={alerts} />,
    },
    {
      id: "why",
      header: "Why",
      hideBelow: "lg",
      cell: (customer) => (
        <Why text={whyText(customer)} nudges={<Nudges flags={customer.flags} now={now} />} />
      ),
    },
    {
      id: "next_action",
      header: "Next action",
      hideBelow: "xl",
      cell: ({ nextAction }) => <NextAction action={nextAction} />,
    },
    {
      id: "owner",
      header: "Owner",
      width: "4rem",
      hideBelow: "lg",
      cell: ({ owner }) => <OwnerCell owner={owner} />,
    },
    {
      id: "last_session",
      header: "Last session",
      sortable: true,
      width: "8rem",
      cell: ({ lastSessionAt }) =>
        lastSessionAt ? (
          <RelativeTime at={lastSessionAt} now={now} timezone={timezone} className="whitespace-nowrap" />
        ) : (
          <span className="text-ink-faint">never</span>
        ),
    },
    {
      id: "calls",
      header: "Calls, 14 days",
      align: "end",
      width: "8rem",
      hideBelow: "3xl",
      cell: ({ callsInWindow }) =>
        callsInWindow ? (
          <span className="font-medium">{callsInWindow}</span>
        ) : (
          <span className="text-ink-faint">{callsInWindow ?? "–"}</span>
        ),
    },
    {
      id: "monthly_spend",
      header: "Spend a month",
      sortable: true,
      firstDirection: "desc",
      align: "end",
      width: "8.5rem",
      hideBelow: "2xl",
      cell: ({ monthlySpendCents }) => formatMoney(monthlySpendCents),
    },
  ];
}

function CustomerName({ customer, onOpen }: { customer: CustomerListItem; onOpen: ColumnContext["onOpen"] }) {
  const open = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    onOpen(customer);
  };
  return (
    <span className="flex min-w-0 items-baseline gap-2">
      <a
        href={`/customers/${customer.id}`}
        onClick={open}
        tabIndex={-1}
        className="max-w-56 truncate font-medium text-ink hover:underline"
      >
        {customer.name}
      </a>
      {customer.removedAt === null && customer.status === "active" ? null : (
        <span className="text-ink-faint text-xs">{customer.removedAt ? "removed" : customer.status}</span>
      )}
    </span>
  );
}

function OwnerCell({ owner }: Pick<CustomerListItem, "owner">) {
  if (owner === null) return <span className="text-ink-faint">–</span>;
  return (
    <span title={owner.name} className="flex">
      <Avatar name={owner.name} className="size-6" />
      <span className="sr-only">{owner.name}</span>
    </span>
  );
}

function NextAction({ action }: { action: CustomerListItem["nextAction"] }) {
  if (!action) return <span className="text-ink-faint">–</span>;
  return (
    <span title={action.title} className="block max-w-[7.5rem] truncate min-[1400px]:max-w-40">
      {action.urgency === "today" ? <span className="font-medium">{action.title}</span> : action.title}
    </span>
  );
}

function Why({ text, nudges }: { text: string | null; nudges: ReactNode }) {
  return (
    <span className="flex max-w-[8rem] items-center gap-2 min-[1400px]:max-w-[12rem] 2xl:max-w-[13rem] min-[1800px]:max-w-[20rem]">
      {text === null ? (
        <span className="text-ink-faint">–</span>
      ) : (
        <span title={text} className="min-w-0 truncate text-ink-muted">
          {text}
        </span>
      )}
      {nudges}
    </span>
  );
}
