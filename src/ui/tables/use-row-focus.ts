"use client";

import { type KeyboardEvent, useRef, useState } from "react";

export type RowKeys = {
  rowCount: number;
  onOpen?: ((index: number) => void) | undefined;
  /** `isRange`: with Shift held. */
  onToggle?: ((index: number, isRange: boolean) => void) | undefined;
};

/** How far a key moves; J and K as in mail programs. */
const moves: Record<string, (index: number, last: number) => number> = {
  ArrowDown: (index) => index + 1,
  j: (index) => index + 1,
  ArrowUp: (index) => index - 1,
  k: (index) => index - 1,
  Home: () => 0,
  End: (_index, last) => last,
};

/** X as in mail programs; in capitals with Shift. */
const toggles = [" ", "x", "X"];

/**
 * One row of a list is in the tab order; arrow keys move on from it, Enter opens it, Space or X selects it.
 * Keys pressed in a control inside a row belong to that control.
 */
export function useRowFocus({ rowCount, onOpen, onToggle }: RowKeys) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [focused, setFocused] = useState(0);
  const tabStop = Math.min(focused, Math.max(0, rowCount - 1));

  const onKeyDown = (index: number) => (event: KeyboardEvent<HTMLTableRowElement>) => {
    if (event.target !== event.currentTarget || event.metaKey || event.ctrlKey || event.altKey) return;
    const move = moves[event.key];
    if (move) {
      const next = Math.min(rowCount - 1, Math.max(0, move(index, rowCount - 1)));
      body.current?.querySelectorAll<HTMLElement>(":scope > tr")[next]?.focus();
    } else if (event.key === "Enter" && onOpen) onOpen(index);
    else if (toggles.includes(event.key) && onToggle) onToggle(index, event.shiftKey);
    else return;
    event.preventDefault();
  };

  return {
    body,
    rowProps: (index: number) => ({
      tabIndex: index === tabStop ? 0 : -1,
      onFocus: () => setFocused(index),
      onKeyDown: onKeyDown(index),
    }),
  };
}
