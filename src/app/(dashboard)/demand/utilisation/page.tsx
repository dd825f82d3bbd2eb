import type { Metadata } from "next";
import { webRuntime } from "#registry/web-runtime.ts";
import { PageFrame } from "#ui/shell/page-frame.tsx";
import { PageHeader } from "#ui/shell/page-header.tsx";
import { requireViewer } from "../../../viewer.ts";
import { Grounds } from "../../grounds.tsx";
import { readGrounds } from "../../read-grounds.ts";
import { demandReader } from "../read-demand.ts";
import { UtilisationView } from "./utilisation-view.tsx";

export const metadata: Metadata = { title: "Utilisation by subject" };

export default async function UtilisationPage() {
  const viewer = await requireViewer();
  const [utilisation, grounds] = await Promise.all([
    demandReader(viewer).utilisation(),
    readGrounds(viewer, "demand"),
  ]);
  const now = webRuntime().now().toISOString();
  return (
    <PageFrame wide>
      <PageHeader
        title="Utilisation by subject"
        description="How much of the hours that tutors offered was taught, over the last 28 days."
      />
      <UtilisationView initial={utilisation} now={now} />
      <Grounds initial={grounds} now={now} timezone={viewer.timezone} />
    </PageFrame>
  );
}
