"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useCallback } from "react";
import type { SavedView } from "#features/saved-views/schemas.ts";
import { Leaderboard } from "#features/tutors/components/leaderboard.tsx";
import { TutorFilters } from "#features/tutors/components/tutor-filters.tsx";
import { TutorListTable } from "#features/tutors/components/tutor-list-table.tsx";
import {
  firstState,
  type ListState,
  readListState,
  viewQueryOf,
  writeListState,
} from "#features/tutors/list-state.ts";
import type { Leaderboard as Board, TutorList, TutorListItem } from "#features/tutors/schemas.ts";
import type { TutorSort } from "#features/tutors/tutor-order.ts";
import { Segmented } from "#ui/primitives/segmented.tsx";
import { ChangedNote } from "#ui/tables/changed-note.tsx";
import { ListSearch } from "#ui/tables/list-search.tsx";
import { apiClient, readAnswer } from "../../api-client.ts";
import { ExportLink } from "../export-link.tsx";
import { PageViews } from "../page-views.tsx";
import { useListState } from "./use-list-state.ts";
import { exportAddress, useTutorList } from "./use-tutor-list.ts";

const TutorSheet = dynamic(() => import("./tutor-sheet.tsx").then((module) => module.TutorSheet), {
  ssr: false,
});
const CoachingView = dynamic(() => import("./coaching-view.tsx").then((module) => module.CoachingView), {
  ssr: false,
});

export type TutorsViewProps = {
  initial: TutorList;
  initialState: ListState;
  leaderboard: Board;
  subjects: readonly { code: string; name: string }[];
  now: string;
  timezone: string;
  mayWrite: boolean;
  isAdmin: boolean;
  views: SavedView[];
  /** What an address without a query stands for. */
  firstQuery: string;
};

const views = [
  { value: "tutors" as const, label: "Tutors" },
  { value: "coaching" as const, label: "Coaching" },
];

export function TutorsView(props: TutorsViewProps) {
  const [state, change] = useListState(props.firstQuery);
  return (
    <div className="flex flex-col gap-4">
      <Segmented
        label="What is shown"
        value={state.view}
        onValueChange={(view) => change({ view, open: null })}
        options={views}
        className="self-start"
      />
      {state.view === "coaching" ? (
        <CoachingView {...props} />
      ) : (
        <TutorListView {...props} state={state} change={change} />
      )}
    </div>
  );
}

type TutorListViewProps = TutorsViewProps & { state: ListState; change: ReturnType<typeof useListState>[1] };

function TutorListView({ state, change, ...props }: TutorListViewProps) {
  const { initial, leaderboard, subjects } = props;
  const board = useQuery({
    queryKey: ["tutors", "leaderboard"],
    queryFn: () => readAnswer(apiClient.tutors.leaderboard.$get()),
    initialData: leaderboard,
    initialDataUpdatedAt: Date.parse(props.now),
  });
  const { query, rows, moved, showNewest } = useTutorList(state, props);
  const open = useCallback((tutor: TutorListItem) => change({ open: tutor.id }), [change]);
  const page = query.data ?? initial;
  const isFiltered =
    state.search !== "" || state.tiers.length > 0 || state.flag !== null || state.subject !== null;
  return (
    <>
      <Leaderboard board={board.data} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
        <ListSearch
          value={state.search}
          by="name or id"
          onSearch={(search) => change({ search, cursor: null }, "keep")}
        />
        <TutorFilters
          chosen={state}
          counts={page.counts}
          subjects={subjects}
          onChange={(filters) => change({ ...filters, cursor: null })}
        />
        <div className="flex gap-2 sm:ml-auto">
          <PageViews
            page="tutors"
            pageName="Tutors"
            initial={props.views}
            canShare={props.mayWrite}
            query={viewQueryOf(writeListState(state))}
            saved={state.saved}
            onOpen={(view) =>
              change({
                ...readListState(new URLSearchParams(view?.query ?? "")),
                saved: view?.id ?? null,
              })
            }
            now={props.now}
          />
          <ExportLink href={exportAddress(state)} rows={page.total} />
        </div>
      </div>
      <ChangedNote count={moved} onShow={showNewest} />
      <TutorListTable
        rows={rows}
        page={page}
        status={query.isError && !query.data ? "error" : query.isPlaceholderData ? "loading" : "ready"}
        error={{
          what: `The tutors could not be read: ${query.error?.message ?? ""}`,
          todo: "Try again; the filters stay as they are.",
          onRetry: () => query.refetch(),
        }}
        sort={{ column: state.sort, direction: state.direction }}
        onSortChange={({ column, direction }) =>
          change({ sort: column as TutorSort, direction, cursor: null })
        }
        onOpen={open}
        onPage={(cursor) => {
          change({ cursor });
          window.scrollTo({ top: 0 });
        }}
        isFiltered={isFiltered}
        onShowAll={() => change({ ...firstState, sort: state.sort, direction: state.direction })}
      />
      {state.open === null ? null : (
        <TutorSheet
          id={state.open}
          known={rows.find(({ id }) => id === state.open)}
          leastRated={page.leastRated}
          onClose={() => change({ open: null }, "keep")}
        />
      )}
    </>
  );
}
