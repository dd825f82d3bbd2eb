import type { ReactNode } from "react";
import { requireViewer } from "../../viewer.ts";
import { DataTabs } from "./data-tabs.tsx";

export default async function DataLayout({ children }: { children: ReactNode }) {
  const { role } = await requireViewer();
  return (
    <>
      <DataTabs role={role} />
      {children}
    </>
  );
}
