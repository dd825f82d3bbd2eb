import type { Metadata } from "next";
import { asViewer } from "#db/transaction.ts";
import { listHeld } from "#features/ingestion/held-list.ts";
import { readQuality } from "#features/ingestion/read-quality.ts";
import { readDrift } from "#features/ingestion/schema-drift.ts";
import { withIsoDates } from "#platform/http/iso-dates.ts";
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
  const asOf = now();
  const { businessTimezone } = conditionsPlace();
  const first = await asViewer(db, viewer, async (trx) => ({
    quality: {
      asOf: asOf.toISOString(),
      businessTimezone,
      resources: await readQuality(trx, { asOf, businessTimezone }),
    },
    drift: (await readDrift(trx)).map(withIsoDates),
    held: await listHeld(trx, { limit: 50 }),
  }));
  return (
    <PageFrame wide>
      <PageHeader title="Data quality" description="What came of the records that the sources sent." />
      <QualityView {...first} role={viewer.role} timezone={viewer.timezone} />
    </PageFrame>
  );
}
