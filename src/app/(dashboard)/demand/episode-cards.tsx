"use client";

import { useState } from "react";
import { bestLever } from "#features/demand/components/best-lever.ts";
import type { Clocks } from "#features/demand/components/demand-words.ts";
import { EpisodeCard } from "#features/demand/components/episode-card.tsx";
import type { ImbalanceEpisode } from "#features/demand/work-schemas.ts";
import { RecommendationNote } from "#features/recommendations/components/recommendation-note.tsx";
import type { Recommendation } from "#features/recommendations/schemas.ts";
import { Button } from "#ui/primitives/button.tsx";
import { DecideButtons } from "./decide-buttons.tsx";

export type EpisodeCardsProps = {
  episodes: readonly ImbalanceEpisode[];
  recommendations: readonly Recommendation[];
  clocks: Clocks;
  mayWrite: boolean;
  withSubject?: boolean;
};

const shownAtFirst = 6;

/** Episodes soonest first, each with what to do about it; the first few, until all are asked for. */
export function EpisodeCards({
  episodes,
  recommendations,
  clocks,
  mayWrite,
  withSubject = true,
}: EpisodeCardsProps) {
  const [all, setAll] = useState(false);
  const soonest = [...episodes].sort((a, b) => a.startsAt.localeCompare(b.startsAt));
  const shown = all ? soonest : soonest.slice(0, shownAtFirst);
  return (
    <div className="@container flex flex-col items-start gap-3">
      <div className="grid w-full items-start gap-4 @2xl:grid-cols-2 @5xl:grid-cols-3">
        {shown.map((episode) => (
          <EpisodeCard
            key={episode.id}
            episode={episode}
            clocks={clocks}
            withSubject={withSubject}
            recommendations={recommendations
              .filter(({ episodeId }) => episodeId === episode.id)
              .map((recommendation) => (
                <RecommendationNote
                  key={recommendation.id}
                  recommendation={recommendation}
                  now={clocks.now}
                  timezone={clocks.timezone}
                  isSaidAbove={recommendation.title === bestLever(episode)?.title}
                  actions={mayWrite ? <DecideButtons recommendation={recommendation} /> : null}
                />
              ))}
          />
        ))}
      </div>
      {shown.length < soonest.length ? (
        <Button size="sm" onClick={() => setAll(true)}>
          Show all {soonest.length}
        </Button>
      ) : null}
    </div>
  );
}
