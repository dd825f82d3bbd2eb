"use client";

import { useQueryErrorResetBoundary } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Card, CardBody, CardHeader, CardTitle } from "./card.tsx";
import { ErrorState } from "./error-state.tsx";
import { SectionBoundary } from "./section-boundary.tsx";
import { Skeleton } from "./skeleton.tsx";

/** As much of a query as a section needs. */
type Reading<T> = { data: T | undefined; isError: boolean; error: Error | null; refetch: () => unknown };

export type SectionProps<T> = {
  title: string;
  /** Beside the title: a count, or how far back it goes. */
  aside?: ReactNode;
  reading: Reading<T>;
  /** Height of the skeleton in the shape of the content. */
  skeletonClass?: string;
  /** Without inner padding, for tables that reach the edges. */
  flush?: boolean;
  children: (data: T) => ReactNode;
};

/** One part of the customer page: its own skeleton, its own error with retry, its own boundary. */
export function Section<T>({ title, aside, reading, skeletonClass, flush, children }: SectionProps<T>) {
  const { reset } = useQueryErrorResetBoundary();
  const { data, isError, error, refetch } = reading;
  return (
    <SectionBoundary name={title} onReset={reset}>
      <Card>
        <CardHeader className={flush ? "pb-2" : ""}>
          <CardTitle>{title}</CardTitle>
          {aside ? <span className="tabular text-ink-muted text-sm">{aside}</span> : null}
        </CardHeader>
        {isError ? (
          <ErrorState
            what={`${title} could not be ${data === undefined ? "read" : "brought up to date"}: ${error?.message ?? ""}`}
            todo={
              data === undefined ? "The rest of the page works. Try again." : "Below is what was read last."
            }
            onRetry={refetch}
          />
        ) : null}
        {data === undefined ? (
          isError ? null : (
            <CardBody>
              <Skeleton className={skeletonClass ?? "h-24 w-full"} />
            </CardBody>
          )
        ) : flush ? (
          children(data)
        ) : (
          <CardBody>{children(data)}</CardBody>
        )}
      </Card>
    </SectionBoundary>
  );
}
