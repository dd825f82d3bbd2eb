import type { ReactNode } from "react";
import { DemandTabs } from "./demand-tabs.tsx";

export default function DemandLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <DemandTabs />
      {children}
    </>
  );
}
