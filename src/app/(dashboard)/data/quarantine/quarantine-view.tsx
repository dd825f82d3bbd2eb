"use client";

import dynamic from "next/dynamic";
import { useRef, useState } from "react";
import { BulkBar } from "#features/ingestion/components/quarantine/bulk-bar.tsx";
import { QuarantineFilters } from "#features/ingestion/components/quarantine/quarantine-filters.tsx";
import { QuarantineTable } from "#features/ingestion/components/quarantine/quarantine-table.tsx";
import { RequestSummary } from "#features/ingestion/components/quarantine/request-summary.tsx";
import type { QuarantinePage } from "#features/ingestion/quarantine/read-quarantine.ts";
import type { Selection } from "#features/ingestion/quarantine/schemas.ts";
import { formatCount } from "#ui/figures/format.ts";
import { useNow } from "#ui/figures/use-now.ts";
import { Pagination } from "#ui/primitives/pagination.tsx";
import type { ListState } from "./list-state.ts";
import { useDecisions } from "./use-decisions.ts";
import { useListState, useQuarantineList, useRequest } from "./use-quarantine.ts";

const RecordSheet = dynamic(() => import("./record-sheet.tsx").then((module) => module.RecordSheet), {
  ssr: false,
});
const DiscardDialog = dynamic(
  () =>
    import("#features/ingestion/components/quarantine/discard-dialog.tsx").then(
      (module) => module.DiscardDialog,
    ),
  { ssr: false },
);

export type QuarantineViewProps = {
  initial: { state: ListState; page: QuarantinePage };
  now: string;
  timezone: string;
};

type Discarding = { selection: Selection; records: number };

const none: ReadonlySet<string> = new Set();

export function QuarantineView({ initial, timezone, ...props }: QuarantineViewProps) {
  const now = useNow(props.now, 15);
  const [state, change] = useListState();
  const [selected, setSelected] = useState(none);
  const [discarding, setDiscarding] = useState<Discarding | null>(null);
  const [requestId, setRequestId] = useState<string | null>(null);
  const drafts = useRef(new Map<number, string>());
  const list = useQuarantineList(state, initial);
  const request = useRequest(requestId);
  const decisions = useDecisions(setRequestId);
  const page = list.data ?? initial.page;
  const { filter, cursor } = state;
  const ids = [...selected].map(Number);
  const clear = () => setSelected(none);
  const show = (next: Partial<ListState>) => {
    clear();
    change({ cursor: null, ...next });
  };
  return (
    <div className="flex flex-col gap-4">
      <QuarantineFilters
        filter={filter}
        facets={page.facets}
        onChange={(next) => show({ filter: { ...filter, ...next } })}
      />
      {request.data ? <RequestSummary request={request.data} onDismiss={() => setRequestId(null)} /> : null}
      <BulkBar
        state={filter.state}
        selected={selected.size}
        total={page.total}
        isBusy={decisions.isBusy}
        onClear={clear}
        onRetry={async (which) => {
          await decisions.retry(which === "selected" ? { ids } : { filter });
          clear();
        }}
        onDiscard={(which) =>
          setDiscarding(
            which === "selected"
              ? { selection: { ids }, records: ids.length }
              : { selection: { filter }, records: page.total },
          )
        }
        onPutBack={async () => {
          await decisions.putBack(ids);
          clear();
        }}
      />
      <QuarantineTable
        records={page.data}
        state={filter.state}
        isFiltered={[filter.resource, filter.path, filter.search].some((value) => value !== undefined)}
        status={list.isError && !list.data ? "error" : list.isPlaceholderData ? "loading" : "ready"}
        error={{
          what: `The quarantine could not be read: ${list.error?.message ?? ""}`,
          todo: "Try again; the filters stay as they are.",
          onRetry: () => list.refetch(),
        }}
        {...(filter.state === "resolved" ? {} : { selection: { selected, onChange: setSelected } })}
        onOpen={({ id }) => change({ open: id })}
        footer={
          page.nextCursor !== null || cursor !== null ? (
            <Pagination
              summary={`${formatCount(page.total)} records`}
              hasPrevious={cursor !== null}
              hasNext={page.nextCursor !== null}
              busy={list.isPlaceholderData}
              onPrevious={() => window.history.back()}
              onNext={() => show({ cursor: page.nextCursor })}
            />
          ) : undefined
        }
        now={now}
        timezone={timezone}
      />
      {state.open === null ? null : (
        <RecordSheet
          key={state.open}
          id={state.open}
          draft={drafts.current.get(state.open) ?? null}
          onDraft={(text) => {
            if (state.open === null) return;
            if (text === null) drafts.current.delete(state.open);
            else drafts.current.set(state.open, text);
          }}
          now={now}
          timezone={timezone}
          onAsked={setRequestId}
          onDiscard={(id) => setDiscarding({ selection: { ids: [id] }, records: 1 })}
          onPutBack={async (id) => await decisions.putBack([id])}
          onClose={() => change({ open: null })}
        />
      )}
      <DiscardDialog
        records={discarding?.records ?? null}
        onClose={() => setDiscarding(null)}
        onDiscard={async (reason) => {
          if (discarding) await decisions.discard(discarding.selection, reason);
          clear();
        }}
      />
    </div>
  );
}
