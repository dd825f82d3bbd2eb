import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { currentConditions } from "#features/ingestion/conditions-api.ts";
import { conditionsPlace } from "#registry/conditions-place.ts";
import { readShellProfile } from "#registry/shell-profile.ts";
import { webRuntime } from "#registry/web-runtime.ts";
import { foldedCookie } from "#ui/shell/preferences.ts";
import { LiveProvider } from "../live-provider.tsx";
import { requireViewer } from "../viewer.ts";
import { DashboardShell } from "./dashboard-shell.tsx";

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const viewer = await requireViewer();
  // Read before the figures are: what changes while they are read is told once more, and no change is missed.
  const initialEventId = webRuntime().live.reader.lastId() || null;
  const [profile, conditions, requestCookies] = await Promise.all([
    readShellProfile(viewer),
    currentConditions({ ...webRuntime(), viewer }, conditionsPlace()),
    cookies(),
  ]);
  return (
    <LiveProvider userId={viewer.userId} initialEventId={initialEventId}>
      <DashboardShell
        user={{ name: profile.name, email: profile.email ?? "", role: viewer.role }}
        conditions={conditions}
        defaultFolded={requestCookies.get(foldedCookie)?.value === "1"}
      >
        {children}
      </DashboardShell>
    </LiveProvider>
  );
}
