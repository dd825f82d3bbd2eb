"use client";

import { useState } from "react";
import { JobFilters } from "#features/jobs/components/job-filters.tsx";
import { JobsTable } from "#features/jobs/components/jobs-table.tsx";
import type { JobPageAnswer, ScheduleAnswer } from "#features/jobs/schemas.ts";
import { formatCount } from "#ui/figures/format.ts";
import { Button } from "#ui/primitives/button.tsx";
import { Pagination } from "#ui/primitives/pagination.tsx";
import { JobSheet } from "./job-sheet.tsx";
import { type ListState, writeListState } from "./list-state.ts";
import { type Intent, ReasonDialog } from "./reason-dialog.tsx";
import { useJobActions } from "./use-job-actions.ts";
import { filterOf, useJobList, useListState } from "./use-job-list.ts";

export type JobsViewProps = {
  initial: JobPageAnswer;
  initialState: ListState;
  schedules: readonly ScheduleAnswer[];
  now: string;
  timezone: string;
};

const nothing: ReadonlySet<string> = new Set();

/** The list of jobs: filtered, searched, and retried or discarded one, several, or all that match. */
export function JobsView({ initial, initialState, schedules, now, timezone }: JobsViewProps) {
  const [state, change] = useListState();
  const [selected, setSelected] = useState(nothing);
  const [intent, setIntent] = useState<Intent | null>(null);
  const [trail, setTrail] = useState<readonly (string | null)[]>([]);
  const { act } = useJobActions();
  const isHeld = selected.size > 0;
  const query = useJobList(state, { initial, initialState, now, isHeld });
  const page = query.data ?? initial;
  const clock = { now, timezone };
  const refilter = (next: Partial<ListState>) => {
    setSelected(nothing);
    setTrail([]);
    change({ ...next, cursor: null }, "search" in next ? "keep" : "step");
  };
  const finish = () => {
    setSelected(nothing);
    change({ open: null }, "keep");
  };
  const askFor = (action: "retry" | "discard", ids: readonly string[]) =>
    setIntent({
      ...wordsOf(action, ids.length === 1 ? "this job" : `${formatCount(ids.length)} jobs`),
      run: async (reason) => {
        // Its sheet would ask for a job that is gone.
        change({ open: null }, "keep");
        await act(action, { ids: [...ids] }, reason);
        finish();
      },
    });
  const askForAll = (action: "retry" | "discard") =>
    setIntent({
      ...wordsOf(action, "every job that matches"),
      run: async (reason) => {
        await act(action, { filter: filterOf(state) }, reason);
        finish();
      },
    });
  const isFiltered = writeListState({ ...state, cursor: null, open: null }) !== "";
  const matching = state.state === null ? "failed and dead" : state.state;
  return (
    <div className="flex flex-col gap-3">
      <JobFilters
        filter={state}
        onChange={refilter}
        counts={page.counts}
        countsByJob={page.countsByJob}
        schedules={schedules.map(({ key }) => key)}
      />
      <div className="flex min-h-control flex-wrap items-center gap-2">
        {isHeld ? (
          <>
            <span className="text-ink-muted text-sm">{`${formatCount(selected.size)} selected`}</span>
            <Button size="sm" onClick={() => askFor("retry", [...selected])}>
              Retry
            </Button>
            <Button size="sm" variant="danger" onClick={() => askFor("discard", [...selected])}>
              Discard
            </Button>
            <Button size="sm" variant="ghost" onClick={() => setSelected(nothing)}>
              Select none
            </Button>
          </>
        ) : (
          <>
            <Button size="sm" disabled={page.total === 0} onClick={() => askForAll("retry")}>
              {`Retry all ${matching} that match`}
            </Button>
            <Button
              size="sm"
              variant="ghost"
              disabled={page.total === 0}
              onClick={() => askForAll("discard")}
            >
              Discard all that match
            </Button>
          </>
        )}
      </div>
      <JobsTable
        jobs={page.data}
        {...clock}
        isFiltered={isFiltered}
        status={query.isError && !query.data ? "error" : query.isPlaceholderData ? "loading" : "ready"}
        error={{
          what: query.error?.message ?? "",
          todo: "Try again, or reload the page.",
          onRetry: () => void query.refetch(),
        }}
        selection={{ selected, onChange: setSelected }}
        onOpen={({ id }) => change({ open: id })}
        footer={
          <Pagination
            summary={`${formatCount(page.data.length)} of ${formatCount(page.total)}`}
            hasPrevious={state.cursor !== null}
            hasNext={page.nextCursor !== null}
            busy={query.isPlaceholderData}
            onPrevious={() => {
              change({ cursor: trail.at(-1) ?? null }, "keep");
              setTrail(trail.slice(0, -1));
            }}
            onNext={() => {
              setTrail([...trail, state.cursor]);
              change({ cursor: page.nextCursor }, "keep");
            }}
          />
        }
      />
      <p className="max-w-prose text-ink-muted text-sm">
        Inputs and errors are shown without e-mail addresses, telephone numbers, names and secrets, and
        searched as they are shown: an address finds nothing, whether it is there or not. Names in running
        text cannot be told from other words.
        {page.cut.length > 0
          ? ` Only the newest 5,000 of these states were looked through: ${page.cut.join(", ")}.`
          : ""}
      </p>
      <JobSheet id={state.open} {...clock} onClose={() => change({ open: null }, "keep")} onAct={askFor} />
      <ReasonDialog intent={intent} onClose={() => setIntent(null)} />
    </div>
  );
}

function wordsOf(action: "retry" | "discard", what: string): Omit<Intent, "run"> {
  return action === "retry"
    ? {
        title: `Retry ${what}?`,
        description: "Dead jobs are queued again with all their tries; failed ones begin their next try now.",
        verb: "Retry",
      }
    : {
        title: `Discard ${what}?`,
        description: "What is discarded is gone. Jobs that run, and the next runs of schedules, stay.",
        verb: "Discard",
        danger: true,
      };
}
