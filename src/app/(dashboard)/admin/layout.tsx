import type { ReactNode } from "react";
import { requireViewer } from "../../viewer.ts";
import { AdminTabs } from "./admin-tabs.tsx";

export default async function AdminLayout({ children }: { children: ReactNode }) {
  await requireViewer("admin");
  return (
    <>
      <AdminTabs />
      {children}
    </>
  );
}
