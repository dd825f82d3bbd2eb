import type { Metadata } from "next";
import { readQualityPage } from "#features/ingestion/read-quality-page.ts";
import { conditionsPlace } from "#registry/conditions-place.ts";
import { webRuntime } from "#registry/web-runtime.ts";
import { PageFrame } from "#ui/shell/page-frame.tsx";
import { PageHeader } from "#ui/shell/page-header.tsx";
import { requireViewer } from "../../../viewer.ts";
import { QualityView } from "./quality-view.tsx";

export const metadata: Metadata = { title: "Data quality" };

export default async function QualityPage() {
  const viewer = await requireViewer();
  const { db, now } = webRuntime();
  const { businessTimezone } = conditionsPlace();
  const first = await readQualityPage({ db, viewer }, { asOf: now(), businessTimezone });
  return (
    <PageFrame wide>
      <PageHeader title="Data quality" description="What came of the records that the sources sent." />
      <QualityView {...first} role={viewer.role} timezone={viewer.timezone} />
    </PageFrame>
  );
}
