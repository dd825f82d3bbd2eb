import type { Metadata } from "next";
import { listAuditEntries } from "#features/accounts/lists.ts";
import { webRuntime } from "#registry/web-runtime.ts";
import { SegmentedLinks } from "#ui/primitives/segmented-links.tsx";
import { PageFrame } from "#ui/shell/page-frame.tsx";
import { PageHeader } from "#ui/shell/page-header.tsx";
import { requireViewer } from "../../../viewer.ts";
import { AuditView } from "./audit-view.tsx";

export const metadata: Metadata = { title: "Audit log" };

const kinds = [
  { value: "all", label: "All", href: "/admin/audit" },
  { value: "user.", label: "Users", href: "/admin/audit?action=user." },
  { value: "invitation.", label: "Invitations", href: "/admin/audit?action=invitation." },
  { value: "api_token.", label: "Tokens", href: "/admin/audit?action=api_token." },
  { value: "mail.", label: "Mail", href: "/admin/audit?action=mail." },
  { value: "jobs.", label: "Jobs", href: "/admin/audit?action=jobs." },
];

type PageProps = { searchParams: Promise<{ action?: string | string[] }> };

export default async function AuditPage({ searchParams }: PageProps) {
  const viewer = await requireViewer("admin");
  const asked = (await searchParams).action;
  const action = kinds.find((kind) => kind.value === asked && kind.value !== "all")?.value;
  const entries = await listAuditEntries(webRuntime().db, viewer, { limit: 50, action });
  return (
    <PageFrame>
      <PageHeader
        title="Audit log"
        description="Who saw and changed what. Nobody can change or remove a line."
        range={<SegmentedLinks label="Kind" value={action ?? "all"} options={kinds} />}
      />
      <AuditView key={action} entries={entries} action={action} timezone={viewer.timezone} />
    </PageFrame>
  );
}
