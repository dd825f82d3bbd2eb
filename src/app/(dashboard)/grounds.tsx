"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { DecisionBasis } from "#features/ingestion/components/sources/decision-basis.tsx";
import type { DecisionAge } from "#features/ingestion/decision-ages.ts";
import { useNow } from "#ui/figures/use-now.ts";
import { apiClient, readAnswer } from "../api-client.ts";

type GroundsProps = { initial: DecisionAge; now: string; timezone: string };

/** Until when the records are known that the figures of a page are based on, kept current. */
export function Grounds({ initial, now, timezone }: GroundsProps) {
  const { data } = useQuery({
    queryKey: ["data-age", "decisions", initial.decision],
    queryFn: async () => {
      const { decisions } = await readAnswer(apiClient["data-age"].$get());
      return decisions.find(({ decision }) => decision === initial.decision) ?? initial;
    },
    initialData: initial,
  });
  const { basedOn, isStale } = data;
  const shownAt = useNow(now, 30);
  return (
    <p className={isStale ? "text-critical-ink text-sm" : "text-ink-muted text-sm"}>
      {isStale ? "Stale: based on " : "Based on "}
      <DecisionBasis basedOn={basedOn} now={shownAt} timezone={timezone} />.{" "}
      <Link href="/data" prefetch={false} className="text-accent-ink underline">
        How old the data are
      </Link>
    </p>
  );
}
