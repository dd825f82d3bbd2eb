"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ChartKey, DemandChart } from "#features/demand/components/demand-chart.tsx";
import { DemandHeatmap } from "#features/demand/components/demand-heatmap.tsx";
import type { Clocks } from "#features/demand/components/demand-words.ts";
import type { DemandHours } from "#features/demand/schemas/hours.ts";
import type { ImbalanceEpisodes } from "#features/demand/work-schemas.ts";
import type { DecisionAge } from "#features/ingestion/decision-ages.ts";
import type { Recommendation } from "#features/recommendations/schemas.ts";
import { useNow } from "#ui/figures/use-now.ts";
import { Section } from "#ui/primitives/section.tsx";
import { Segmented } from "#ui/primitives/segmented.tsx";
import { PageFrame } from "#ui/shell/page-frame.tsx";
import { PageHeader } from "#ui/shell/page-header.tsx";
import { Grounds } from "../../grounds.tsx";
import { episodesQuery, hoursQuery, recommendationsQuery } from "../demand-queries.ts";
import { EpisodeCards } from "../episode-cards.tsx";
import { ForecastAge } from "../forecast-age.tsx";
import { NoForecast } from "../no-forecast.tsx";
import { useAddressState } from "../use-address-state.ts";
import { DaySection } from "./day-section.tsx";
import { SubjectSide } from "./subject-side.tsx";
import { historyChoices, readSubjectState, type SubjectState, writeSubjectState } from "./subject-state.ts";
import { worstHourOf } from "./worst-hour.ts";

export type SubjectViewProps = {
  /** What the server has read; a part that it could not read is missing. */
  initial: {
    hours: DemandHours;
    historyDays: number;
    episodes: ImbalanceEpisodes | undefined;
    recommendations: Recommendation[] | undefined;
  };
  /** Whether this is all subjects together, of which single ones cannot be overridden or marked. */
  isAll: boolean;
  grounds: DecisionAge;
  now: string;
  timezone: string;
  mayWrite: boolean;
};

const address = { read: readSubjectState, write: writeSubjectState };

const historyOptions = historyChoices.map((days) => ({
  value: String(days),
  label: days === 1 ? "1 day" : `${days} days`,
}));

export function SubjectView({ initial, isAll, grounds, now, timezone, mayWrite }: SubjectViewProps) {
  const { code, name } = initial.hours;
  const [state, change] = useAddressState(address);
  const read = { initialDataUpdatedAt: Date.parse(now) };
  const isFirst = state.historyDays === initial.historyDays;
  const hours = useQuery({
    ...hoursQuery(code, state.historyDays),
    ...(isFirst ? { ...read, initialData: initial.hours } : {}),
    placeholderData: keepPreviousData,
  });
  const filter = isAll ? undefined : code;
  const episodes = useQuery({ ...episodesQuery(filter), ...read, initialData: initial.episodes });
  const recommendations = useQuery({
    ...recommendationsQuery(filter),
    ...read,
    initialData: initial.recommendations,
  });
  const shownAt = useNow(now, 60).toISOString();
  const { ground, outlook } = hours.data ?? initial.hours;
  const clocks: Clocks = { now: shownAt, timezone, businessTimezone: ground.businessTimezone };
  const chosen = outlook.find(({ hour }) => hour === state.hour)?.hour ?? worstHourOf(outlook);
  const pick = (hour: string) => change({ hour, day: null }, "keep");
  return (
    <PageFrame>
      <PageHeader
        breadcrumbs={[{ label: "Demand", href: "/demand" }, { label: name }]}
        title={name}
        description="Sessions by the hour: what came, what is expected, and what tutors can serve."
      />
      {ground.madeAt === null || chosen === null ? (
        <NoForecast mayWrite={mayWrite} />
      ) : (
        <>
          <ForecastAge ground={ground} clocks={clocks} />
          <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_26rem]">
            <div className="flex min-w-0 flex-col gap-4">
              <Section
                title="History, forecast and capacity"
                aside={<HistoryChoice state={state} change={change} />}
                reading={hours}
                skeletonClass="h-96 w-full"
              >
                {(data) => (
                  <div className="flex flex-col gap-3">
                    <ChartKey />
                    <DemandChart hours={data} clocks={clocks} onPick={pick} />
                  </div>
                )}
              </Section>
              <Section title="The week by hour and day" aside="choose an hour to see why" reading={hours}>
                {(data) => (
                  <DemandHeatmap
                    hours={data}
                    clocks={clocks}
                    measure={state.measure}
                    onMeasure={(measure) => change({ measure }, "keep")}
                    chosen={chosen}
                    onPick={pick}
                  />
                )}
              </Section>
              <DaySection hours={hours} clocks={clocks} state={state} chosen={chosen} change={change} />
              <Section title="Shortages and surpluses" aside="soonest first" reading={episodes}>
                {({ data }) =>
                  data.length === 0 ? (
                    <p className="text-ink-muted">
                      No hour of the next seven days is out of balance for long enough to act upon.
                    </p>
                  ) : (
                    <EpisodeCards
                      episodes={data}
                      recommendations={recommendations.data ?? []}
                      clocks={clocks}
                      mayWrite={mayWrite}
                      withSubject={isAll}
                    />
                  )
                }
              </Section>
            </div>
            <SubjectSide
              code={code}
              isAll={isAll}
              hours={hours.data ?? initial.hours}
              chosen={chosen}
              clocks={clocks}
              mayWrite={mayWrite}
            />
          </div>
        </>
      )}
      <Grounds initial={grounds} now={now} timezone={timezone} />
    </PageFrame>
  );
}

type HistoryChoiceProps = { state: SubjectState; change: (change: Partial<SubjectState>) => void };

function HistoryChoice({ state, change }: HistoryChoiceProps) {
  return (
    <Segmented
      label="History shown"
      value={String(state.historyDays)}
      onValueChange={(value) => {
        const historyDays = historyChoices.find((days) => String(days) === value);
        if (historyDays !== undefined) change({ historyDays });
      }}
      options={historyOptions}
    />
  );
}
