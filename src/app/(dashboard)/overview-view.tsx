"use client";

import { useQuery } from "@tanstack/react-query";
import { TierMoves } from "#features/customer-health/components/tier-moves.tsx";
import type { TierMovesAnswer } from "#features/customer-health/tier-moves-api.ts";
import { OverviewCards } from "#features/metrics/components/overview-cards.tsx";
import type { Overview } from "#features/metrics/overview-schema.ts";
import { FlaggedTutors } from "#features/tutors/components/flagged-tutors.tsx";
import type { FlaggedTutors as Flagged } from "#features/tutors/schemas.ts";
import { useNow } from "#ui/figures/use-now.ts";
import { ErrorState } from "#ui/primitives/error-state.tsx";
import { SectionBoundary } from "#ui/primitives/section-boundary.tsx";
import { apiClient, readAnswer } from "../api-client.ts";

type OverviewViewProps = {
  initial: { overview: Overview; moves: TierMovesAnswer; flagged: Flagged };
  timezone: string;
};

/** The overview, kept current: the live stream marks what changed, and it is read again in place. */
export function OverviewView({ initial, timezone }: OverviewViewProps) {
  const { asOf, range } = initial.overview;
  const now = useNow(asOf).toISOString();
  const fetchedAt = Date.parse(asOf);
  const overview = useQuery({
    queryKey: ["overview", range],
    queryFn: () => readAnswer(apiClient.overview.$get({ query: { range } })),
    initialData: initial.overview,
    initialDataUpdatedAt: fetchedAt,
  });
  const moves = useQuery({
    queryKey: ["tier-moves"],
    queryFn: () => readAnswer(apiClient["customer-health"].moves.$get({ query: {} })),
    initialData: initial.moves,
    initialDataUpdatedAt: fetchedAt,
  });
  const flagged = useQuery({
    queryKey: ["flagged-tutors"],
    queryFn: () => readAnswer(apiClient.tutors.flagged.$get()),
    initialData: initial.flagged,
    initialDataUpdatedAt: fetchedAt,
  });
  const failed = [overview, moves, flagged].find((query) => query.isError);
  return (
    <>
      {failed?.error ? (
        <ErrorState
          what={`The overview could not be brought up to date: ${failed.error.message}`}
          todo="The figures below are the last ones that were read."
          onRetry={() => Promise.all([overview.refetch(), moves.refetch(), flagged.refetch()])}
        />
      ) : null}
      <SectionBoundary name="The cards">
        <OverviewCards overview={overview.data} now={now} timezone={timezone} />
      </SectionBoundary>
      <SectionBoundary name="Who to look at first">
        <TierMoves moves={moves.data} now={now} timezone={timezone} />
      </SectionBoundary>
      <SectionBoundary name="Tutors to talk to">
        <FlaggedTutors flagged={flagged.data} now={now} timezone={timezone} />
      </SectionBoundary>
    </>
  );
}
