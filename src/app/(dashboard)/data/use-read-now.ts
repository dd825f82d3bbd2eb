"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { ResourceStatus } from "#features/ingestion/status.ts";
import { toast } from "#ui/primitives/toast-store.ts";
import { ApiFault, apiClient, readAnswer } from "../../api-client.ts";

type Resource = ResourceStatus["resource"];
/** How the resource stood when it was asked for: something has happened once this is different. */
type Asked = ReadonlyMap<Resource, string>;

const stateOf = ({ lastSucceededAt, failuresInARow }: ResourceStatus) =>
  `${lastSucceededAt} ${failuresInARow}`;

/** Asks a worker to read a resource, and knows which of those that were asked for have not been read yet. */
export function useReadNow() {
  const queries = useQueryClient();
  const [asked, setAsked] = useState<Asked>(new Map());
  const key = ["ingestion", "resources"];
  const ask = async (resource: Resource) => {
    const known = queries.getQueryData<{ resources: ResourceStatus[] }>(key);
    const before = known?.resources.find((one) => one.resource === resource);
    setAsked(new Map([...asked, [resource, before ? stateOf(before) : ""]]));
    try {
      await readAnswer(apiClient.ingestion.resources[":resource"].read.$post({ param: { resource } }));
      await queries.invalidateQueries({ queryKey: key });
    } catch (error) {
      setAsked(new Map([...asked].filter(([name]) => name !== resource)));
      const description =
        error instanceof ApiFault ? error.message : "The dashboard did not answer. Try again.";
      toast({ title: `${resource} cannot be read now`, description, status: "critical" });
    }
  };
  const waiting = (resources: readonly ResourceStatus[]): ReadonlySet<string> =>
    new Set(
      resources.filter((one) => asked.get(one.resource) === stateOf(one)).map(({ resource }) => resource),
    );
  return {
    ask,
    waiting,
    isWaitingFor: (resources: readonly ResourceStatus[]) => waiting(resources).size > 0,
  };
}
