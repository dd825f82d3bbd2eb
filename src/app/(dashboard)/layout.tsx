import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { readShellProfile } from "#registry/shell-profile.ts";
import { foldedCookie } from "#ui/shell/preferences.ts";
import { requireViewer } from "../viewer.ts";
import { DashboardShell } from "./dashboard-shell.tsx";

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const viewer = await requireViewer();
  const [profile, requestCookies] = await Promise.all([readShellProfile(viewer), cookies()]);
  return (
    <DashboardShell
      user={{ name: profile.name, email: profile.email ?? "", role: viewer.role }}
      defaultFolded={requestCookies.get(foldedCookie)?.value === "1"}
    >
      {children}
    </DashboardShell>
  );
}
