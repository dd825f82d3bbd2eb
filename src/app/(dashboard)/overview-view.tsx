"use client";

import { useQuery } from "@tanstack/react-query";
import { OverviewCards } from "#features/metrics/components/overview-cards.tsx";
import type { Overview } from "#features/metrics/overview-schema.ts";
import { useNow } from "#ui/figures/use-now.ts";
import { ErrorState } from "#ui/primitives/error-state.tsx";
import { apiClient, readAnswer } from "../api-client.ts";

type OverviewViewProps = { initial: Overview; timezone: string };

/** The cards, kept current: the live stream marks them as changed, and they are read again in place. */
export function OverviewView({ initial, timezone }: OverviewViewProps) {
  const now = new Date(useNow(initial.asOf)).toISOString();
  const overview = useQuery({
    queryKey: ["overview", initial.range],
    queryFn: () => readAnswer(apiClient.overview.$get({ query: { range: initial.range } })),
    initialData: initial,
    initialDataUpdatedAt: Date.parse(initial.asOf),
  });
  return (
    <>
      {overview.isError ? (
        <ErrorState
          what={`The cards could not be brought up to date: ${overview.error.message}`}
          todo="The figures below are the last ones that were read."
          onRetry={() => overview.refetch()}
        />
      ) : null}
      <OverviewCards overview={overview.data} now={now} timezone={timezone} />
    </>
  );
}
