"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { type ReactNode, useState } from "react";
import { CriticalNote } from "#features/ingestion/components/quality/critical-note.tsx";
import { DriftTable } from "#features/ingestion/components/quality/drift-table.tsx";
import { HeldTable } from "#features/ingestion/components/quality/held-table.tsx";
import { MeasureDefinitions } from "#features/ingestion/components/quality/measure-definitions.tsx";
import { QualityTable } from "#features/ingestion/components/quality/quality-table.tsx";
import type { HeldPage } from "#features/ingestion/held-list.ts";
import type { DataQuality, Drift } from "#features/ingestion/quality-api.ts";
import type { Role } from "#platform/viewer.ts";
import { useNow } from "#ui/figures/use-now.ts";
import { Pagination } from "#ui/primitives/pagination.tsx";
import { SectionBoundary } from "#ui/primitives/section-boundary.tsx";
import { apiClient, readAnswer, readDone } from "../../../api-client.ts";
import { pageSize, useCursorPages } from "../../admin/use-cursor-pages.ts";
import { useChange } from "../../use-change.ts";

const DaysSheet = dynamic(() => import("./days-sheet.tsx").then((module) => module.DaysSheet), {
  ssr: false,
});

export type QualityViewProps = {
  quality: DataQuality;
  drift: Drift[];
  held: HeldPage;
  role: Role;
  timezone: string;
};

export function QualityView({ role, timezone, ...first }: QualityViewProps) {
  const [open, setOpen] = useState<string | null>(null);
  const { data: quality } = useQuery({
    queryKey: ["data-quality", "measures"],
    queryFn: async (): Promise<DataQuality> => await readAnswer(apiClient["data-quality"].$get()),
    initialData: first.quality,
  });
  const now = useNow(quality.asOf, 15);
  const opened = quality.resources.find(({ resource }) => resource === open);
  return (
    <div className="flex flex-col gap-8">
      <SectionBoundary name="Measures">
        <div className="flex flex-col gap-3">
          <CriticalNote resources={quality.resources} mayOpenQuarantine={role === "admin"} />
          <QualityTable resources={quality.resources} onOpen={({ resource }) => setOpen(resource)} />
          <MeasureDefinitions businessTimezone={quality.businessTimezone} />
        </div>
      </SectionBoundary>
      <Section
        title="New fields"
        description="Fields that a source sends and the contract does not know. They are not read."
      >
        <DriftSection drift={first.drift} role={role} now={now} timezone={timezone} />
      </Section>
      <Section title="Held records" description="Valid records that wait for their customer or tutor.">
        <HeldSection held={first.held} now={now} timezone={timezone} />
      </Section>
      {opened ? <DaysSheet quality={opened} onClose={() => setOpen(null)} /> : null}
    </div>
  );
}

function Section({
  title,
  description,
  children,
}: {
  title: string;
  description: string;
  children: ReactNode;
}) {
  return (
    <SectionBoundary name={title}>
      <section className="flex flex-col gap-3">
        <header>
          <h2 className="font-semibold text-lg">{title}</h2>
          <p className="text-ink-muted text-sm">{description}</p>
        </header>
        {children}
      </section>
    </SectionBoundary>
  );
}

type Around = { now: Date; timezone: string };

function DriftSection({ drift, role, ...around }: Around & { drift: Drift[]; role: Role }) {
  const change = useChange(["data-quality"]);
  const { data } = useQuery({
    queryKey: ["data-quality", "drift"],
    queryFn: async (): Promise<Drift[]> => await readAnswer(apiClient["data-quality"].drift.$get()),
    initialData: drift,
  });
  const acknowledge = ({ resource, field }: Drift) =>
    change.now(
      () =>
        readDone(
          apiClient["data-quality"].drift.acknowledge.$post({
            json: { resource: resource as DataQuality["resources"][number]["resource"], field },
          }),
        ),
      `${field} is acknowledged`,
    );
  return (
    <DriftTable
      fields={data}
      {...around}
      {...(role === "admin" ? { onAcknowledge: (field) => void acknowledge(field) } : {})}
    />
  );
}

function HeldSection({ held, ...around }: Around & { held: HeldPage }) {
  const { page, pagination, table } = useCursorPages({
    key: ["data-quality", "held"],
    initial: held,
    read: async (cursor): Promise<HeldPage> =>
      await readAnswer(
        apiClient["data-quality"].held.$get({
          query: { limit: String(pageSize), ...(cursor ? { cursor } : {}) },
        }),
      ),
  });
  const footer = page.total > pageSize ? <Pagination {...pagination} /> : undefined;
  return <HeldTable {...table} page={page} footer={footer} {...around} />;
}
