"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { BalanceRules } from "#features/demand/components/balance-rules.tsx";
import type { Clocks } from "#features/demand/components/demand-words.ts";
import { headlineOf } from "#features/demand/components/headline.ts";
import { SubjectFilters } from "#features/demand/components/subject-filters.tsx";
import { categoriesOf, orderSubjects } from "#features/demand/components/subject-order.ts";
import { SubjectTable } from "#features/demand/components/subject-table.tsx";
import { hrefOf, SubjectTimeline } from "#features/demand/components/subject-timeline.tsx";
import type { SubjectsOverview } from "#features/demand/schemas/subjects.ts";
import type { ImbalanceEpisodes } from "#features/demand/work-schemas.ts";
import type { Recommendation } from "#features/recommendations/schemas.ts";
import { useNow } from "#ui/figures/use-now.ts";
import { Callout } from "#ui/primitives/callout.tsx";
import { Card, CardBody, CardHeader, CardTitle } from "#ui/primitives/card.tsx";
import { Section } from "#ui/primitives/section.tsx";
import { episodesQuery, recommendationsQuery, subjectsQuery } from "./demand-queries.ts";
import { EpisodeCards } from "./episode-cards.tsx";
import { ForecastAge } from "./forecast-age.tsx";
import { firstState, readListState, writeListState } from "./list-state.ts";
import { NoForecast } from "./no-forecast.tsx";
import { useAddressState } from "./use-address-state.ts";

export type DemandViewProps = {
  /** What the server has read; a part that it could not read is missing. */
  initial: {
    overview: SubjectsOverview;
    episodes: ImbalanceEpisodes | undefined;
    recommendations: Recommendation[] | undefined;
  };
  now: string;
  timezone: string;
  mayWrite: boolean;
};

const address = { read: readListState, write: writeListState };

export function DemandView({ initial, now, timezone, mayWrite }: DemandViewProps) {
  const read = { initialDataUpdatedAt: Date.parse(now) };
  const overview = useQuery({ ...subjectsQuery, ...read, initialData: initial.overview });
  const episodes = useQuery({ ...episodesQuery(), ...read, initialData: initial.episodes });
  const recommendations = useQuery({
    ...recommendationsQuery(),
    ...read,
    initialData: initial.recommendations,
  });
  const shownAt = useNow(now, 60).toISOString();
  const { ground } = overview.data;
  const clocks: Clocks = { now: shownAt, timezone, businessTimezone: ground.businessTimezone };
  if (ground.madeAt === null) return <NoForecast mayWrite={mayWrite} />;
  const headline = episodes.data ? headlineOf(overview.data, episodes.data, clocks) : null;
  const shortages = (data: ImbalanceEpisodes["data"]) => data.filter(({ kind }) => kind === "shortage");
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-col gap-2">
        {headline ? <Callout status={headline.status}>{headline.text}</Callout> : null}
        <ForecastAge ground={ground} clocks={clocks} />
      </div>
      {episodes.data && shortages(episodes.data.data).length > 0 ? (
        <section aria-label="Shortages, soonest first" className="flex flex-col gap-3">
          <h2 className="font-semibold text-lg">Shortages, soonest first</h2>
          <EpisodeCards
            episodes={shortages(episodes.data.data)}
            recommendations={recommendations.data ?? []}
            clocks={clocks}
            mayWrite={mayWrite}
          />
        </section>
      ) : null}
      {episodes.isError ? (
        <Section title="Shortages" reading={episodes}>
          {() => null}
        </Section>
      ) : null}
      <Subjects overview={overview.data} clocks={clocks} />
    </div>
  );
}

function Subjects({ overview, clocks }: { overview: SubjectsOverview; clocks: Clocks }) {
  const [state, change] = useAddressState(address);
  const router = useRouter();
  const shown = orderSubjects(overview.data, state);
  return (
    <>
      <Card>
        <CardHeader>
          <CardTitle>Balance of the next seven days</CardTitle>
        </CardHeader>
        <CardBody className="flex flex-col gap-4">
          <SubjectFilters chosen={state} categories={categoriesOf(overview.data)} onChange={change} />
          <SubjectTimeline
            subjects={shown}
            clocks={clocks}
            onPick={(code, hour) => router.push(`${hrefOf(code)}?hour=${hour}`)}
          />
          <BalanceRules limits={overview.ground.limits} />
        </CardBody>
      </Card>
      <section aria-label="Subjects in figures" className="flex flex-col gap-3">
        <h2 className="font-semibold text-lg">Subjects in figures, next seven days</h2>
        <SubjectTable
          subjects={shown}
          filtering={state}
          onSortChange={change}
          onOpen={(code) => router.push(hrefOf(code))}
          onShowAll={() => change(firstState)}
        />
      </section>
    </>
  );
}
