"use client";

import { useState } from "react";
import { keepPlaces } from "#ui/tables/keep-places.ts";

/** What is asked for, as text (another text is another list), and the rows of it. */
type Shown<Row> = { key: string; rows: Row[] };

/**
 * Whatever the reader asks for is shown as it comes; what changes by itself is shown in the old places, with the
 * number of rows that now belong elsewhere, until `showNewest`. `newest` is undefined while the answer to `key` is on its way.
 */
export function useKeptRows<Row extends { id: number }>(
  key: string,
  newest: Row[] | undefined,
  initial: Shown<Row>,
) {
  const [shown, setShown] = useState(initial);
  if (newest && shown.key !== key) setShown({ key, rows: newest });
  const kept = newest && shown.key === key ? keepPlaces(shown.rows, newest) : null;
  return {
    rows: kept?.rows ?? shown.rows,
    moved: kept?.moved ?? 0,
    showNewest: () => newest && setShown({ key, rows: newest }),
  };
}
