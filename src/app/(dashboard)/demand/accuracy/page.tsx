import type { Metadata } from "next";
import { allSubjects } from "#features/demand/schemas/ground.ts";
import { hasRole } from "#platform/viewer.ts";
import { webRuntime } from "#registry/web-runtime.ts";
import { PageFrame } from "#ui/shell/page-frame.tsx";
import { PageHeader } from "#ui/shell/page-header.tsx";
import { requireViewer } from "../../../viewer.ts";
import { Grounds } from "../../grounds.tsx";
import { readGrounds } from "../../read-grounds.ts";
import { demandReader } from "../read-demand.ts";
import { readAccuracyState } from "./accuracy-state.ts";
import { AccuracyView } from "./accuracy-view.tsx";

export const metadata: Metadata = { title: "Forecast accuracy" };

type PageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function AccuracyPage({ searchParams }: PageProps) {
  const viewer = await requireViewer();
  const demand = demandReader(viewer);
  const params = Object.entries(await searchParams).flatMap(([name, value]) =>
    typeof value === "string" ? [[name, value] as [string, string]] : [],
  );
  const state = readAccuracyState(new URLSearchParams(params));
  const [accuracy, grounds] = await Promise.all([
    demand.accuracy({ ...state, subject: state.subject ?? allSubjects }),
    readGrounds(viewer, "demand"),
  ]);
  const now = webRuntime().now().toISOString();
  return (
    <PageFrame wide>
      <PageHeader
        title="Forecast accuracy"
        description="What became of the forecasts, beside what chance allows and what a plain mean would have reached."
      />
      <AccuracyView
        initial={accuracy}
        initialState={state}
        allCode={allSubjects}
        now={now}
        timezone={viewer.timezone}
        mayWrite={hasRole(viewer.role, "operator")}
        mayServe={hasRole(viewer.role, "admin")}
      />
      <Grounds initial={grounds} now={now} timezone={viewer.timezone} />
    </PageFrame>
  );
}
