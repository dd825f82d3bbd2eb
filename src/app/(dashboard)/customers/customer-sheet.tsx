"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { CustomerEssentials } from "#features/customers/components/customer-essentials.tsx";
import type { CustomerListItem } from "#features/customers/schemas.ts";
import { buttonClass } from "#ui/primitives/button.tsx";
import { ErrorState } from "#ui/primitives/error-state.tsx";
import { Sheet, SheetContent } from "#ui/primitives/sheet.tsx";
import { Skeleton } from "#ui/primitives/skeleton.tsx";
import { apiClient, readAnswer } from "../../api-client.ts";
import { customerKey } from "./customer-keys.ts";

export type CustomerSheetProps = {
  id: number;
  /** What the list knows already, so that the sheet opens filled. */
  known: CustomerListItem | undefined;
  now: Date;
  timezone: string;
  onClose: () => void;
};

/** The essentials of one customer beside the list. */
export function CustomerSheet({ id, known, now, timezone, onClose }: CustomerSheetProps) {
  const detail = useQuery({
    queryKey: customerKey(id, "detail"),
    queryFn: () => readAnswer(apiClient.customers[":id"].$get({ param: { id: String(id) } })),
  });
  const customer = detail.data ?? known;
  // The sheet has no trigger of its own: the row that had the focus gets it back.
  const [opener] = useState(() => document.activeElement);
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()}>
      <SheetContent
        opener={opener}
        title={customer?.name ?? `Customer ${id}`}
        description={
          <>
            Customer <span className="font-mono text-sm">{id}</span>
          </>
        }
        footer={
          <Link href={`/customers/${id}`} className={buttonClass({ variant: "primary" })}>
            Open full page
          </Link>
        }
      >
        {detail.isError ? (
          <ErrorState
            what={`Not everything could be read: ${detail.error.message}`}
            todo="Try again, or open the full page."
            onRetry={() => detail.refetch()}
            className="px-0 pt-0"
          />
        ) : null}
        {customer ? (
          <CustomerEssentials customer={customer} detail={detail.data} now={now} timezone={timezone} />
        ) : detail.isError ? null : (
          <SheetSkeleton />
        )}
      </SheetContent>
    </Sheet>
  );
}

function SheetSkeleton() {
  return (
    <div className="flex flex-col gap-6" aria-hidden="true">
      <div className="flex items-center gap-5">
        <Skeleton className="size-22 rounded-full" />
        <Skeleton className="h-10 flex-1" />
      </div>
      <Skeleton className="h-24 w-full" />
      <Skeleton className="h-32 w-full" />
    </div>
  );
}
