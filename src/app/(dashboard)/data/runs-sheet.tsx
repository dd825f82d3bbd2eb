"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { capitalised } from "#features/ingestion/components/sources/resource-words.ts";
import { RunList } from "#features/ingestion/components/sources/run-list.tsx";
import type { ResourceStatus } from "#features/ingestion/status.ts";
import { ErrorState } from "#ui/primitives/error-state.tsx";
import { Sheet, SheetContent } from "#ui/primitives/sheet.tsx";
import { Skeleton } from "#ui/primitives/skeleton.tsx";
import { apiClient, readAnswer } from "../../api-client.ts";

export type RunsSheetProps = { resource: ResourceStatus["resource"]; timezone: string; onClose: () => void };

/** The last times that a resource was read, beside the list. */
export function RunsSheet({ resource, timezone, onClose }: RunsSheetProps) {
  const [opener] = useState(() => document.activeElement);
  const runs = useQuery({
    queryKey: ["ingestion", "runs", resource],
    queryFn: () => readAnswer(apiClient.ingestion.resources[":resource"].runs.$get({ param: { resource } })),
  });
  return (
    <Sheet open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <SheetContent opener={opener} title={capitalised(resource)} description="The last fifty reads">
        {runs.isError ? (
          <ErrorState what={runs.error.message} todo="Try again." onRetry={() => runs.refetch()} />
        ) : null}
        {runs.isPending ? <Skeleton className="h-96 w-full" /> : null}
        {runs.data ? <RunList runs={runs.data} timezone={timezone} /> : null}
      </SheetContent>
    </Sheet>
  );
}
