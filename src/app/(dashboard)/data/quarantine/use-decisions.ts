"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Selection } from "#features/ingestion/quarantine/schemas.ts";
import { formatCount } from "#ui/figures/format.ts";
import { toast } from "#ui/primitives/toast-store.ts";
import { ApiFault, apiClient, readAnswer } from "../../../api-client.ts";

/** What may be done with many records at once, each time with a word about what happened. */
export function useDecisions(onAsked: (requestId: string) => void) {
  const queries = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  const run = async (work: () => Promise<string | null>) => {
    setBusy(true);
    try {
      const done = await work();
      if (done !== null) toast({ title: done, status: "good" });
    } catch (error) {
      const description =
        error instanceof ApiFault ? error.message : "The dashboard did not answer. Try again.";
      toast({ title: "That did not work", description, status: "critical" });
    } finally {
      setBusy(false);
      await Promise.all(
        ["quarantine", "quarantined"].map((name) => queries.invalidateQueries({ queryKey: [name] })),
      );
    }
  };
  const json = ({ ids, filter }: Selection) => (ids ? { ids: [...ids] } : { filter });
  return {
    isBusy,
    retry: (selection: Selection) =>
      run(async () => {
        const asked = await readAnswer(apiClient.quarantine.retry.$post({ json: json(selection) }));
        if (asked.records === 0) return "There is nothing to retry";
        onAsked(asked.requestId);
        return asked.left > 0 ? `${formatCount(asked.left)} are left: retry again` : null;
      }),
    discard: (selection: Selection, reason: string) =>
      run(async () => {
        const { records, left } = await readAnswer(
          apiClient.quarantine.discard.$post({ json: { ...json(selection), reason } }),
        );
        return `${formatCount(records)} discarded${left > 0 ? `, ${formatCount(left)} are left` : ""}`;
      }),
    putBack: (ids: readonly number[]) =>
      run(async () => {
        const { records } = await readAnswer(
          apiClient.quarantine["put-back"].$post({ json: { ids: [...ids] } }),
        );
        const left = ids.length - records;
        return `${formatCount(records)} put back${left > 0 ? `; of ${formatCount(left)} another version is there` : ""}`;
      }),
  };
}
