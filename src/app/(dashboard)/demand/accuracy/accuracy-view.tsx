"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { CoverageByDay, ErrorByWeek } from "#features/demand/components/accuracy-course.tsx";
import { AccuracySummary, NoAccuracy } from "#features/demand/components/accuracy-summary.tsx";
import { AccuracyTable } from "#features/demand/components/accuracy-table.tsx";
import type { ForecastAccuracy } from "#features/demand/schemas/accuracy.ts";
import { formatPercent } from "#ui/figures/format.ts";
import { Section } from "#ui/primitives/section.tsx";
import { Select } from "#ui/primitives/select.tsx";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import { accuracyQuery } from "../demand-queries.ts";
import { type AddressChange, useAddressState } from "../use-address-state.ts";
import {
  type AccuracyState,
  dayChoices,
  distances,
  readAccuracyState,
  writeAccuracyState,
} from "./accuracy-state.ts";
import { ModelsSection } from "./models-section.tsx";

export type AccuracyViewProps = {
  initial: ForecastAccuracy;
  initialState: AccuracyState;
  /** The code of all subjects together. */
  allCode: string;
  now: string;
  timezone: string;
  mayWrite: boolean;
  mayServe: boolean;
};

const address = { read: readAccuracyState, write: writeAccuracyState };

export function AccuracyView(props: AccuracyViewProps) {
  const { initial, initialState, allCode, now } = props;
  const [state, change] = useAddressState(address);
  const asked = { ...state, subject: state.subject ?? allCode };
  const isFirst = writeAccuracyState(state) === writeAccuracyState(initialState);
  const accuracy = useQuery({
    ...accuracyQuery(asked),
    ...(isFirst ? { initialData: initial, initialDataUpdatedAt: Date.parse(now) } : {}),
    placeholderData: keepPreviousData,
  });
  const subjects = (accuracy.data ?? initial).bySubject;
  const ahead = state.distanceDays === 1 ? "1 day ahead" : `${state.distanceDays} days ahead`;
  return (
    <div className="flex flex-col gap-4">
      <Choices state={state} change={change} subjects={subjects} />
      <Section title="In words" aside={`${ahead}, last ${state.days} days`} reading={accuracy}>
        {(data) => <AccuracySummary accuracy={data} />}
      </Section>
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <Section title="Error by week" aside="between chance and a plain mean" reading={accuracy}>
          {({ byWeek }) => <ErrorByWeek weeks={byWeek} />}
        </Section>
        <Section title="Coverage of the 95 % bands" aside="seven days up to each day" reading={accuracy}>
          {({ rollingCoverage }) => <CoverageByDay days={rollingCoverage} />}
        </Section>
      </div>
      <Section title="By distance" aside="how long before" reading={accuracy} flush>
        {({ byDistance }) =>
          byDistance.length === 0 ? (
            <div className="p-card">
              <NoAccuracy />
            </div>
          ) : (
            <AccuracyTable
              caption="Accuracy by distance"
              head="Made"
              rows={byDistance.map(({ distanceDays, figures }) => ({
                key: String(distanceDays),
                name: distanceDays === 1 ? "1 day ahead" : `${distanceDays} days ahead`,
                figures,
              }))}
            />
          )
        }
      </Section>
      <Section title="By subject" aside={ahead} reading={accuracy} flush>
        {({ bySubject, targetMape }) =>
          bySubject.length === 0 ? (
            <div className="p-card">
              <NoAccuracy />
            </div>
          ) : (
            <>
              <AccuracyTable
                caption="Accuracy by subject"
                head="Subject"
                rows={bySubject.map(({ code, name, isBelowThreshold, figures }) => ({
                  key: code,
                  name,
                  note: isBelowThreshold ? (
                    <StatusBadge
                      status="warning"
                      word="Worse than it should be"
                      variant="plain"
                      className="text-xs"
                    />
                  ) : null,
                  figures,
                }))}
              />
              <p className="px-3 py-2 text-ink-muted text-sm">
                MAPE is over hours with five sessions or more alone; asked for is under{" "}
                {formatPercent(targetMape, 0)}.
              </p>
            </>
          )
        }
      </Section>
      <ModelsSection {...props} subject={state.subject} />
    </div>
  );
}

type ChoicesProps = {
  state: AccuracyState;
  change: AddressChange<AccuracyState>;
  subjects: ForecastAccuracy["bySubject"];
};

const allSubjects = "*";

function Choices({ state, change, subjects }: ChoicesProps) {
  const known = subjects.map(({ code, name }) => ({ value: code, label: name }));
  const missing =
    state.subject !== null && !known.some(({ value }) => value === state.subject)
      ? [{ value: state.subject, label: state.subject }]
      : [];
  return (
    <div className="flex flex-wrap gap-2">
      <Select
        label="Subject"
        className="w-full sm:w-56"
        value={state.subject ?? allSubjects}
        onValueChange={(value) => change({ subject: value === allSubjects ? null : value })}
        options={[{ value: allSubjects, label: "All subjects together" }, ...missing, ...known]}
      />
      <Select
        label="Made how long before"
        className="w-full sm:w-44"
        value={String(state.distanceDays)}
        onValueChange={(value) =>
          change({ distanceDays: distances.find((days) => String(days) === value) ?? 1 })
        }
        options={distances.map((days) => ({
          value: String(days),
          label: days === 1 ? "1 day ahead" : `${days} days ahead`,
        }))}
      />
      <Select
        label="Over how long"
        className="w-full sm:w-44"
        value={String(state.days)}
        onValueChange={(value) => change({ days: dayChoices.find((days) => String(days) === value) ?? 28 })}
        options={dayChoices.map((days) => ({ value: String(days), label: `Last ${days} days` }))}
      />
    </div>
  );
}
