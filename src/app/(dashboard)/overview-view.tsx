"use client";

import { useQuery } from "@tanstack/react-query";
import { TierMoves } from "#features/customer-health/components/tier-moves.tsx";
import type { TierMovesAnswer } from "#features/customer-health/tier-moves-api.ts";
import { OverviewCards } from "#features/metrics/components/overview-cards.tsx";
import type { Overview } from "#features/metrics/overview-schema.ts";
import { useNow } from "#ui/figures/use-now.ts";
import { ErrorState } from "#ui/primitives/error-state.tsx";
import { SectionBoundary } from "#ui/primitives/section-boundary.tsx";
import { apiClient, readAnswer } from "../api-client.ts";

type OverviewViewProps = { initial: Overview; initialMoves: TierMovesAnswer; timezone: string };

/** The overview, kept current: the live stream marks what changed, and it is read again in place. */
export function OverviewView({ initial, initialMoves, timezone }: OverviewViewProps) {
  const now = useNow(initial.asOf).toISOString();
  const fetchedAt = Date.parse(initial.asOf);
  const overview = useQuery({
    queryKey: ["overview", initial.range],
    queryFn: () => readAnswer(apiClient.overview.$get({ query: { range: initial.range } })),
    initialData: initial,
    initialDataUpdatedAt: fetchedAt,
  });
  const moves = useQuery({
    queryKey: ["tier-moves"],
    queryFn: () => readAnswer(apiClient["customer-health"].moves.$get({ query: {} })),
    initialData: initialMoves,
    initialDataUpdatedAt: fetchedAt,
  });
  const failed = [overview, moves].find((query) => query.isError);
  return (
    <>
      {failed?.error ? (
        <ErrorState
          what={`The overview could not be brought up to date: ${failed.error.message}`}
          todo="The figures below are the last ones that were read."
          onRetry={() => Promise.all([overview.refetch(), moves.refetch()])}
        />
      ) : null}
      <SectionBoundary name="The cards">
        <OverviewCards overview={overview.data} now={now} timezone={timezone} />
      </SectionBoundary>
      <SectionBoundary name="Who to look at first">
        <TierMoves moves={moves.data} now={now} timezone={timezone} />
      </SectionBoundary>
    </>
  );
}
