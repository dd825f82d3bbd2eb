"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { ConditionList } from "#features/ingestion/components/sources/condition-list.tsx";
import { DecisionTable } from "#features/ingestion/components/sources/decision-table.tsx";
import { ResourceTable } from "#features/ingestion/components/sources/resource-table.tsx";
import type { ConditionsNow } from "#features/ingestion/conditions-api.ts";
import type { DecisionAge } from "#features/ingestion/decision-ages.ts";
import type { ResourceStatus } from "#features/ingestion/status.ts";
import type { Role } from "#platform/viewer.ts";
import { useNow } from "#ui/figures/use-now.ts";
import { SectionBoundary } from "#ui/primitives/section-boundary.tsx";
import { apiClient, readAnswer } from "../../api-client.ts";
import { useConditions } from "../use-conditions.ts";
import { useReadNow } from "./use-read-now.ts";

const RunsSheet = dynamic(() => import("./runs-sheet.tsx").then((module) => module.RunsSheet), {
  ssr: false,
});

export type SourcesViewProps = {
  resources: ResourceStatus[];
  conditions: ConditionsNow;
  decisions: DecisionAge[];
  pages: readonly string[];
  role: Role;
  now: string;
  timezone: string;
};

const tickSeconds = 5;
const followMs = 1_500;

/** Where the reading stands, kept current: by the live stream when a read ends, by itself while one runs. */
export function SourcesView({ conditions, decisions, pages, role, timezone, ...first }: SourcesViewProps) {
  const [open, setOpen] = useState<ResourceStatus["resource"] | null>(null);
  const readNow = useReadNow();
  const status = useQuery({
    queryKey: ["ingestion", "resources"],
    queryFn: () => readAnswer(apiClient.ingestion.resources.$get()),
    initialData: { asOf: first.now, resources: first.resources },
    refetchInterval: ({ state: { data } }) =>
      readNow.isWaitingFor(data?.resources ?? []) || data?.resources.some(({ running }) => running !== null)
        ? followMs
        : false,
  });
  const age = useQuery({
    queryKey: ["data-age", "decisions"],
    queryFn: async () => (await readAnswer(apiClient["data-age"].$get())).decisions,
    initialData: decisions,
  });
  const found = useConditions(conditions);
  const now = useNow(status.data.asOf, tickSeconds);
  return (
    <div className="flex flex-col gap-6">
      <SectionBoundary name="What is wrong now">
        <ConditionList conditions={found.conditions} viewerRole={role} />
      </SectionBoundary>
      <SectionBoundary name="Resources">
        <ResourceTable
          resources={status.data.resources}
          asked={readNow.waiting(status.data.resources)}
          {...(role === "admin" ? { onReadNow: readNow.ask } : {})}
          onOpen={({ resource }) => setOpen(resource)}
          now={now}
          timezone={timezone}
        />
      </SectionBoundary>
      <SectionBoundary name="Decisions">
        <section className="flex flex-col gap-3">
          <header>
            <h2 className="font-semibold text-lg">What is decided from what, and how old it is</h2>
            <p className="max-w-prose text-ink-muted text-sm">
              A resource is known until the beginning of its last read that succeeded: what the source showed
              then has been read. A decision is known until the earliest of them.
            </p>
          </header>
          <DecisionTable decisions={age.data} pages={pages} now={now} timezone={timezone} />
        </section>
      </SectionBoundary>
      {open === null ? null : <RunsSheet resource={open} timezone={timezone} onClose={() => setOpen(null)} />}
    </div>
  );
}
