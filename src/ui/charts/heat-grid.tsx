"use client";

import { type KeyboardEvent, useRef, useState } from "react";
import { cn } from "../class-names.ts";
import type { ClockGrid } from "./clock-grid.ts";

export type HeatCell = {
  /** Names the cell in full, with its hour and what it means. */
  name: string;
  /** In the cell: short enough for a phone. */
  text: string;
  /** Of the whole cell: pale enough for text. */
  background: string;
  /** A bar under the text, told apart by its pattern. */
  bar?: string | undefined;
};

export type HeatGridProps<Cell> = {
  label: string;
  grid: ClockGrid<Cell>;
  look: (cell: Cell) => HeatCell;
  isChosen: (cell: Cell) => boolean;
  onPick: (cell: Cell) => void;
  legend: readonly { word: string; background: string; bar?: string | undefined }[];
};

const steps: Record<string, readonly [rows: number, columns: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Columns are days, rows are times of day. One cell is in the tab order; arrow keys move, Enter chooses. */
export function HeatGrid<Cell>({ label, grid, look, isChosen, onPick, legend }: HeatGridProps<Cell>) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [stop, setStop] = useState<string | null>(null);
  const keyOf = (row: number, column: number) => `${row} ${column}`;
  const first = grid.rows.flatMap(({ cells }, row) =>
    cells.flatMap((cell, column) => (cell === null ? [] : [keyOf(row, column)])),
  );
  const tabStop = stop !== null && first.includes(stop) ? stop : first[0];

  const onKeyDown = (row: number, column: number) => (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (!step || event.metaKey || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    // Past a cell that a day lacks, on to the next one in the same direction.
    let [nextRow, nextColumn] = [row + step[0], column + step[1]];
    while (grid.rows[nextRow]?.cells[nextColumn] === null) {
      nextRow += step[0];
      nextColumn += step[1];
    }
    body.current?.querySelector<HTMLElement>(`[data-cell="${keyOf(nextRow, nextColumn)}"]`)?.focus();
  };

  return (
    <figure aria-label={label} className="flex flex-col gap-2">
      <table className="w-full table-fixed border-separate border-spacing-px text-xs">
        <caption className="sr-only">{label}</caption>
        <thead>
          <tr>
            <td className="w-10 sm:w-20" />
            {grid.days.map(({ key, label: day }) => (
              <th key={key} scope="col" className="pb-1 text-center font-medium text-ink-muted">
                <span className="max-sm:hidden">{day}</span>
                <abbr title={day} className="no-underline sm:hidden">
                  {day.slice(0, 2)}
                </abbr>
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {grid.rows.map((row, rowIndex) => (
            <tr key={row.key}>
              <th scope="row" className="tabular pr-2 text-right font-normal text-ink-muted">
                {row.label}
              </th>
              {row.cells.map((cell, columnIndex) => {
                const day = grid.days[columnIndex]?.key ?? columnIndex;
                if (cell === null) return <td key={day} aria-label="no such hour" />;
                const key = keyOf(rowIndex, columnIndex);
                const { name, text, background, bar } = look(cell);
                return (
                  <td key={day} className="p-0">
                    <button
                      type="button"
                      data-cell={key}
                      aria-label={name}
                      aria-pressed={isChosen(cell)}
                      title={name}
                      tabIndex={key === tabStop ? 0 : -1}
                      onFocus={() => setStop(key)}
                      onKeyDown={onKeyDown(rowIndex, columnIndex)}
                      onClick={() => onPick(cell)}
                      className={cn(
                        "tabular relative block h-6 w-full overflow-hidden rounded-sm pb-0.5 text-center text-ink touch:h-8",
                        "hover:outline hover:outline-control",
                        isChosen(cell) && "font-semibold outline-2 outline-ink",
                      )}
                      style={{ background }}
                    >
                      {text}
                      {bar ? (
                        <span className="absolute inset-x-0 bottom-0 h-1" style={{ background: bar }} />
                      ) : null}
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-ink-muted text-sm">
        {legend.map(({ word, background, bar }) => (
          <li key={word} className="flex items-center gap-1.5">
            <span
              aria-hidden="true"
              className="relative size-4 overflow-hidden rounded-sm border border-line"
              style={{ background }}
            >
              {bar ? <span className="absolute inset-x-0 bottom-0 h-1" style={{ background: bar }} /> : null}
            </span>
            {word}
          </li>
        ))}
      </ul>
    </figure>
  );
}
