"use client";

import { useQuery } from "@tanstack/react-query";
import { ReportDetails } from "#features/ingestion/components/reconciliation/report-details.tsx";
import { resourceWords } from "#features/ingestion/components/reconciliation/words.ts";
import { ErrorState } from "#ui/primitives/error-state.tsx";
import { Sheet, SheetContent } from "#ui/primitives/sheet.tsx";
import { Skeleton } from "#ui/primitives/skeleton.tsx";
import { apiClient, readAnswer } from "../../../api-client.ts";

type ReportSheetProps = { id: number | null; timezone: string; onClose: () => void };

const progressEveryMs = 2_000;

/** One report beside the list. */
export function ReportSheet({ id, timezone, onClose }: ReportSheetProps) {
  const report = useQuery({
    queryKey: ["reconciliations", "report", id],
    enabled: id !== null,
    queryFn: () => readAnswer(apiClient.reconciliations[":id"].$get({ param: { id: String(id) } })),
    refetchInterval: ({ state }) => (state.data?.state === "running" ? progressEveryMs : false),
  });
  return (
    <Sheet open={id !== null} onOpenChange={(open) => !open && onClose()}>
      {id === null ? null : (
        <SheetContent
          title={report.data ? resourceWords[report.data.resource] : "Reconciliation"}
          description={`Reconciliation number ${id}`}
          className="sm:max-w-2xl"
        >
          {report.isError ? (
            <ErrorState what={report.error.message} todo="Try again." onRetry={() => void report.refetch()} />
          ) : null}
          {report.isPending ? <Skeleton className="h-64" /> : null}
          {report.data ? <ReportDetails report={report.data} timezone={timezone} /> : null}
        </SheetContent>
      )}
    </Sheet>
  );
}
