"use client";

import Link from "next/link";
import { type MouseEvent, type ReactNode, useMemo, useState } from "react";
import { cn } from "../class-names.ts";
import type { Status } from "../status.ts";
import { boxFill } from "./hatch.tsx";
import { daysOf, polygonOf, runsOf } from "./runs.ts";

/** How cells of a state look; the word goes into the legend. A state without a look is left blank. */
export type TimelineLook = { word: string; status: Status; fill: keyof typeof boxFill };

export type TimelineRow<State extends string> = {
  key: string;
  label: string;
  /** Where the row leads. */
  href: string;
  states: readonly State[];
  /** Beside the strip: the worst of it in words. */
  aside: ReactNode;
  /** All of the strip in words, for those who do not see it. */
  summary: string;
};

export type HourTimelineProps<State extends string> = {
  label: string;
  /** The first hour of all rows. */
  from: string;
  cells: number;
  /** The instant to mark; drawn where it lies in the strip. */
  now: string;
  timezone: string;
  looks: Readonly<Partial<Record<State, TimelineLook>>>;
  /** In the legend: what a blank cell means. */
  blankWord: string;
  rows: readonly TimelineRow<State>[];
  /** Everything about one cell, shown while the pointer is on it. */
  cellNote: (row: TimelineRow<State>, cell: number) => ReactNode;
  onPick: (row: TimelineRow<State>, cell: number) => void;
};

type Place = { key: string; cell: number; left: number; top: number };

const rowGrid =
  "grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 md:grid-cols-[11rem_minmax(0,1fr)_11rem]";
const stripCell = "max-md:col-span-2 max-md:row-start-2";
const percentOf = (cell: number, cells: number) => `${(cell / cells) * 100}%`;

function cellUnder(event: MouseEvent<HTMLElement>, cells: number): number {
  const box = event.currentTarget.getBoundingClientRect();
  const share = box.width > 0 ? (event.clientX - box.left) / box.width : 0;
  return Math.min(cells - 1, Math.max(0, Math.floor(share * cells)));
}

/**
 * A strip of hours for each row, with the days above. Each look of a row is one element, whatever its number of
 * cells, so that a hundred rows stay light. The name of a row is a link; a press on its strip also says which hour.
 */
export function HourTimeline<State extends string>(props: HourTimelineProps<State>) {
  const { label, from, cells, now, timezone, looks, rows, cellNote } = props;
  const [place, setPlace] = useState<Place | null>(null);
  const days = useMemo(() => daysOf(from, cells, timezone), [from, cells, timezone]);
  const nowCell = (Date.parse(now) - Date.parse(from)) / 3_600_000;
  const under = place ? rows.find(({ key }) => key === place.key) : undefined;
  return (
    <figure aria-label={label} className="flex flex-col gap-2">
      <div className={cn(rowGrid, "text-ink-muted text-xs")} aria-hidden="true">
        <div className="relative col-span-2 h-5 md:col-span-1 md:col-start-2">
          {days.map(({ start, length, label: day }) => (
            <span
              key={day}
              className="absolute overflow-hidden whitespace-nowrap"
              style={{ left: percentOf(start, cells), width: percentOf(length, cells) }}
            >
              <span className="max-lg:hidden">{length > 12 ? day : ""}</span>
              <span className="lg:hidden">{length > 12 ? day.slice(0, 3) : ""}</span>
            </span>
          ))}
        </div>
      </div>
      <ul className="flex flex-col gap-1 max-md:gap-2.5">
        {rows.map((row) => (
          <li key={row.key} className={rowGrid}>
            <Link
              href={row.href}
              prefetch={false}
              title={row.label}
              className="inline-flex min-h-6 items-center truncate rounded-sm text-ink hover:underline touch:min-h-11"
            >
              <span className="truncate">{row.label}</span>
              <span className="sr-only">: {row.summary}</span>
            </Link>
            <button
              type="button"
              tabIndex={-1}
              aria-hidden="true"
              className={cn("relative block h-6 w-full overflow-hidden rounded-sm bg-muted", stripCell)}
              onClick={(event) => {
                props.onPick(row, cellUnder(event, cells));
              }}
              onMouseMove={(event) =>
                setPlace({
                  key: row.key,
                  cell: cellUnder(event, cells),
                  left: event.clientX,
                  top: event.currentTarget.getBoundingClientRect().bottom,
                })
              }
              onMouseLeave={() => setPlace(null)}
            >
              <Boxes states={row.states} cells={cells} looks={looks} />
              {days.slice(1).map(({ start }) => (
                <span
                  key={start}
                  className="absolute inset-y-0 w-px bg-surface"
                  style={{ left: percentOf(start, cells) }}
                />
              ))}
              {nowCell >= 0 && nowCell <= cells ? (
                <span
                  className="absolute inset-y-0 w-0.5 bg-ink"
                  style={{ left: percentOf(nowCell, cells) }}
                />
              ) : null}
            </button>
            <span className="tabular min-w-0 text-right text-sm md:text-left">{row.aside}</span>
          </li>
        ))}
      </ul>
      <Legend looks={looks} blankWord={props.blankWord} />
      {place && under ? (
        <div
          role="presentation"
          className="pointer-events-none fixed z-50 w-60 rounded-lg border border-line bg-raised px-3 py-2 text-sm shadow-lift"
          style={{ left: Math.min(place.left + 12, window.innerWidth - 256), top: place.top + 6 }}
        >
          {cellNote(under, place.cell)}
        </div>
      ) : null}
    </figure>
  );
}

type BoxesProps<State extends string> = Pick<TimelineRow<State>, "states"> &
  Pick<HourTimelineProps<State>, "cells" | "looks">;

function Boxes<State extends string>({ states, cells, looks }: BoxesProps<State>) {
  const runs = runsOf(states.slice(0, cells));
  return (Object.entries(looks) as [State, TimelineLook][]).map(([state, { fill, status }]) => {
    const boxes = runs.filter((run) => run.state === state);
    if (boxes.length === 0) return null;
    return (
      <span
        key={state}
        data-state={state}
        className="absolute inset-0"
        style={{ background: boxFill[fill](status), clipPath: polygonOf(boxes, cells) }}
      />
    );
  });
}

function Legend<State extends string>({
  looks,
  blankWord,
}: Pick<HourTimelineProps<State>, "looks" | "blankWord">) {
  const entries = (Object.values(looks) as TimelineLook[]).map(({ word, status, fill }) => ({
    word,
    background: boxFill[fill](status),
  }));
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-ink-muted text-sm">
      {[...entries, { word: blankWord, background: "var(--muted)" }].map(({ word, background }) => (
        <li key={word} className="flex items-center gap-1.5">
          <span
            aria-hidden="true"
            className="size-3.5 rounded-sm border border-line"
            style={{ background }}
          />
          {word}
        </li>
      ))}
      <li className="flex items-center gap-1.5">
        <span aria-hidden="true" className="h-3.5 w-0.5 bg-ink" />
        now
      </li>
    </ul>
  );
}
