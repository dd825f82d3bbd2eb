"use client";

import { Button } from "./button.tsx";

export type MoreButtonProps = {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
  className?: string;
};

/** Adds the next page of a list under what is shown. */
export function MoreButton({ query, className }: MoreButtonProps) {
  if (!query.hasNextPage) return null;
  return (
    <Button
      size="sm"
      busy={query.isFetchingNextPage}
      onClick={() => query.fetchNextPage()}
      {...(className ? { className } : {})}
    >
      Show more
    </Button>
  );
}
