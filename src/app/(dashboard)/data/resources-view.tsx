"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { ResourceTable } from "#features/ingestion/components/resource-table.tsx";
import type { ResourceStatus } from "#features/ingestion/status.ts";
import { useNow } from "#ui/figures/use-now.ts";
import { useLive } from "../../live-provider.tsx";

type ResourcesViewProps = { resources: readonly ResourceStatus[]; now: string; timezone: string };

/** Reads that end together are shown together. */
const gatherMs = 500;
const tickSeconds = 5;

/** Where the reading stands, kept current: each read that ends has the page read again in place. */
export function ResourcesView({ resources, now, timezone }: ResourcesViewProps) {
  const router = useRouter();
  const live = useLive();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const readAgain = () => {
      clearTimeout(timer);
      timer = setTimeout(router.refresh, gatherMs);
    };
    const endings = [live.subscribe("ingestion.finished", readAgain), live.onReload(readAgain)];
    return () => {
      clearTimeout(timer);
      for (const end of endings) end();
    };
  }, [live, router]);
  return (
    <ResourceTable resources={resources} now={useNow(now, tickSeconds).toISOString()} timezone={timezone} />
  );
}
