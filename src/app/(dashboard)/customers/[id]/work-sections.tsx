"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { InterventionsList } from "#features/interventions/components/interventions-list.tsx";
import { NextStep } from "#features/interventions/components/next-step.tsx";
import type { CustomerWork } from "#features/interventions/schemas.ts";
import { formatCount } from "#ui/figures/format.ts";
import { Section } from "#ui/primitives/section.tsx";
import { OwnerMenu } from "../owner-menu.tsx";
import { useWork } from "../use-work.ts";
import { workQuery } from "./customer-queries.ts";

const RecordedDialog = dynamic(
  () => import("../recorded-dialog.tsx").then((module) => module.RecordedDialog),
  { ssr: false },
);

export type WorkSectionsProps = {
  id: number;
  /** What the server has read, if it could. */
  initial: CustomerWork | undefined;
  readAtMs: number;
  viewer: { userId: string; canWork: boolean };
  now: Date;
  timezone: string;
};

/** What to do for the customer, and what was done. */
export function WorkSections({ id, initial, readAtMs, viewer, now, timezone }: WorkSectionsProps) {
  const reading = useQuery({ ...workQuery(id), initialData: initial, initialDataUpdatedAt: readAtMs });
  const work = useWork(timezone);
  const { canWork, userId } = viewer;
  const isBusy = work.busyId === id;
  return (
    <>
      <Section
        title="What to do"
        aside={
          reading.data === undefined ? null : canWork ? (
            <OwnerMenu item={reading.data} work={work} userId={userId} now={now} timezone={timezone} />
          ) : (
            (reading.data.owner?.name ?? "nobody's customer")
          )
        }
        reading={reading}
      >
        {(data) => (
          <NextStep
            work={data}
            act={canWork ? { isBusy, onAct: (item, body) => void work.act(item, body) } : null}
            now={now}
            timezone={timezone}
          />
        )}
      </Section>
      <Section
        title="What was done"
        aside={reading.data ? formatCount(reading.data.interventions.length) : null}
        reading={reading}
      >
        {({ interventions }) => (
          <InterventionsList
            interventions={interventions}
            change={
              canWork
                ? {
                    isBusy,
                    userId,
                    onDone: (each) => void work.changeOne(id, each, { state: "done" }, "Done"),
                    onCancel: (each) => void work.changeOne(id, each, { state: "cancelled" }, "Taken back"),
                  }
                : null
            }
            now={now}
            timezone={timezone}
          />
        )}
      </Section>
      <RecordedDialog work={work} />
    </>
  );
}
