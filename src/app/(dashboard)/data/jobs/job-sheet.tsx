"use client";

import { useQuery } from "@tanstack/react-query";
import { JobDetailView } from "#features/jobs/components/job-detail-view.tsx";
import { Button } from "#ui/primitives/button.tsx";
import { ErrorState } from "#ui/primitives/error-state.tsx";
import { Sheet, SheetContent } from "#ui/primitives/sheet.tsx";
import { Skeleton } from "#ui/primitives/skeleton.tsx";
import { apiClient, readAnswer } from "../../../api-client.ts";

export type JobSheetProps = {
  id: string | null;
  now: string;
  timezone: string;
  onClose: () => void;
  onAct: (action: "retry" | "discard", ids: readonly string[]) => void;
};

/** One job beside the list: its error, its input, its runs, and what can be done. */
export function JobSheet({ id, now, timezone, onClose, onAct }: JobSheetProps) {
  const query = useQuery({
    queryKey: ["job", id],
    enabled: id !== null,
    queryFn: () => readAnswer(apiClient.jobs[":id"].$get({ param: { id: id ?? "" } })),
  });
  const job = query.data;
  return (
    <Sheet open={id !== null} onOpenChange={(open) => !open && onClose()}>
      {id === null ? null : (
        <SheetContent
          title={job?.job ?? "Job"}
          description={job?.schedule ?? "Not by a schedule"}
          className="sm:max-w-xl"
          footer={
            job && (job.canRetry || job.canDiscard) ? (
              <>
                {job.canRetry ? <Button onClick={() => onAct("retry", [job.id])}>Retry</Button> : null}
                {job.canDiscard ? (
                  <Button variant="danger" onClick={() => onAct("discard", [job.id])}>
                    Discard
                  </Button>
                ) : null}
              </>
            ) : undefined
          }
        >
          {job ? <JobDetailView job={job} now={now} timezone={timezone} /> : null}
          {query.isPending ? <Skeleton className="h-96" /> : null}
          {query.isError && !job ? (
            <ErrorState
              what={query.error.message}
              todo="Close this and look at the list again."
              onRetry={() => void query.refetch()}
            />
          ) : null}
        </SheetContent>
      )}
    </Sheet>
  );
}
