"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { formatCount } from "#ui/figures/format.ts";
import type { ErrorStateProps } from "#ui/primitives/error-state.tsx";
import type { PaginationProps } from "#ui/primitives/pagination.tsx";

export const pageSize = 50;

type Page = { data: readonly unknown[]; nextCursor: string | null; total: number };

/** A list that goes forth and back by cursors: the page in view, how it stands, and what its foot needs. */
export function useCursorPages<P extends Page>(options: {
  key: readonly string[];
  /** The first page, which came with the HTML. */
  initial: P;
  read: (cursor: string | undefined) => Promise<P>;
  /** After how many milliseconds the page is read again by itself; false for not at all. */
  refetchMs?: (page: P) => number | false;
}) {
  const { key, initial, read, refetchMs } = options;
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const cursor = cursors.at(-1);
  const query = useQuery({
    queryKey: [...key, cursor ?? ""],
    queryFn: () => read(cursor),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => refetchMs?.((state.data ?? initial) as P) ?? false,
    ...(cursor === undefined ? { initialData: initial } : {}),
  });
  const page = (query.data ?? initial) as P;
  const { nextCursor } = page;
  const first = cursors.length * pageSize;
  const pagination: PaginationProps = {
    summary: `${formatCount(Math.min(first + 1, page.total))}–${formatCount(first + page.data.length)} of ${formatCount(page.total)}`,
    hasPrevious: cursors.length > 0,
    hasNext: nextCursor !== null,
    busy: query.isPlaceholderData,
    onPrevious: () => setCursors(cursors.slice(0, -1)),
    onNext: () => nextCursor !== null && setCursors([...cursors, nextCursor]),
  };
  const error: ErrorStateProps = {
    what: query.error?.message ?? "",
    todo: "Try again, or reload the page.",
    onRetry: () => void query.refetch(),
  };
  const status = query.isError ? "error" : query.isPlaceholderData ? "loading" : "ready";
  return { page, pagination, table: { status, error } as const };
}
