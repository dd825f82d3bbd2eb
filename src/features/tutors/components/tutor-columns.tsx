import type { MouseEvent } from "react";
import { formatCount, formatDecimal, formatPercent } from "#ui/figures/format.ts";
import { Badge } from "#ui/primitives/badge.tsx";
import type { DataColumn } from "#ui/tables/data-column.ts";
import type { TutorListItem } from "../schemas.ts";
import { FlagBadges } from "./flag-badges.tsx";
import { SuccessBar } from "./success-bar.tsx";
import { TrendNote } from "./trend-note.tsx";
import { badgeWord, statusWords } from "./tutor-look.ts";

type ColumnContext = {
  leastRated: number;
  /** The links lead to the full page; a plain press opens the essentials instead. */
  onOpen: (tutor: TutorListItem) => void;
};

/** The columns of the list of tutors; ids are the names by which the API sorts. */
export function tutorColumns({ leastRated, onOpen }: ColumnContext): DataColumn<TutorListItem>[] {
  return [
    {
      id: "name",
      header: "Tutor",
      sortable: true,
      cell: (tutor) => <TutorName tutor={tutor} onOpen={onOpen} />,
    },
    {
      id: "first_sessions",
      header: "First sessions",
      sortable: true,
      firstDirection: "desc",
      align: "end",
      width: "8rem",
      cell: ({ firstSessions }) => formatCount(firstSessions),
    },
    {
      id: "success",
      header: "Success",
      sortable: true,
      width: "13rem",
      cell: ({ success, firstSessionsRated, expectedSuccess }) => (
        <SuccessBar
          success={success}
          rated={firstSessionsRated}
          mark={{ value: expectedSuccess, word: "expected" }}
        />
      ),
    },
    {
      id: "shrunken_success",
      header: "Evened out",
      sortable: true,
      align: "end",
      width: "8rem",
      hideBelow: "xl",
      cell: ({ shrunkenSuccess, rank }) => (
        <span title="Success drawn towards what is expected, the more so the fewer sessions; ranks go by it">
          {formatPercent(shrunkenSuccess, 0)}
          <span className="block text-ink-muted text-xs">
            {rank === null ? "not ranked yet" : `rank ${formatCount(rank)}`}
          </span>
        </span>
      ),
    },
    {
      id: "rating",
      header: "Rating",
      sortable: true,
      align: "end",
      width: "6rem",
      hideBelow: "md",
      cell: ({ meanRating }) => formatDecimal(meanRating, 2),
    },
    {
      id: "trend",
      header: "Trend",
      sortable: true,
      width: "9rem",
      cell: ({ trend, firstSessionsRated }) => (
        <TrendNote trend={trend} rated={firstSessionsRated} leastRated={leastRated} />
      ),
    },
    { id: "flags", header: "Flags", width: "13rem", cell: ({ flags }) => <FlagBadges flags={flags} /> },
    {
      id: "utilisation",
      header: "Utilisation",
      sortable: true,
      firstDirection: "desc",
      align: "end",
      width: "7.5rem",
      hideBelow: "lg",
      cell: ({ utilisation }) => formatPercent(utilisation, 0),
    },
  ];
}

function TutorName({ tutor, onOpen }: { tutor: TutorListItem; onOpen: ColumnContext["onOpen"] }) {
  const open = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    onOpen(tutor);
  };
  const badge = badgeWord(tutor);
  return (
    <span className="flex min-w-0 items-baseline gap-2">
      <a
        href={`/tutors/${tutor.id}`}
        onClick={open}
        tabIndex={-1}
        className="max-w-52 truncate font-medium text-ink hover:underline"
      >
        {tutor.name}
      </a>
      {badge ? <Badge tone="good">{badge}</Badge> : null}
      {tutor.status === "active" ? null : (
        <span className="text-ink-faint text-xs">{statusWords[tutor.status]}</span>
      )}
    </span>
  );
}
