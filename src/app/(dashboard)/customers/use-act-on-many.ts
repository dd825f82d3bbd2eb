"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { ActBody } from "#features/interventions/components/channel-buttons.tsx";
import type { ManyProgress } from "#features/interventions/components/many-result.tsx";
import type { ActedOnMany, AssignMany } from "#features/interventions/schemas.ts";
import { customersPerStep } from "#features/interventions/weights.ts";
import { ApiFault, apiClient, readAnswer } from "../../api-client.ts";
import type { Selection } from "./use-selection.ts";

/** What to do with each of them. */
export type ManyAction =
  | { kind: "assign"; ownerId: string | null; seenAt: string; doneWord: string }
  | { kind: "record"; body: ActBody; doneWord: string };

/** Whom to do it with: those who are selected, or whom the query of the list shows. */
export type Chosen = Pick<Selection, "ids" | "isFilter" | "count"> & { filter: string };

type Step = AssignMany["chosen"];

/** Does something with many customers, step by step, and tells how far it has come. */
export function useActOnMany() {
  const queries = useQueryClient();
  const [progress, setProgress] = useState<ManyProgress | null>(null);

  /** Answers for whom it was not done. */
  async function run(action: ManyAction, chosen: Chosen): Promise<ActedOnMany["refused"]> {
    let now: ManyProgress = { wanted: chosen.count, done: [], refused: [], isRunning: true, fault: null };
    setProgress(now);
    try {
      for await (const { done, refused } of steps(action, chosen)) {
        now = { ...now, done: [...now.done, ...done], refused: [...now.refused, ...refused] };
        setProgress(now);
      }
    } catch (error) {
      now = { ...now, fault: error instanceof ApiFault ? error.message : "The dashboard did not answer." };
    }
    setProgress({ ...now, isRunning: false });
    await Promise.all(
      ["customers", "customer", "work-queue"].map((key) => queries.invalidateQueries({ queryKey: [key] })),
    );
    return now.refused;
  }

  return { progress, run, close: () => setProgress(null) };
}

async function* steps(action: ManyAction, { ids, isFilter, filter }: Chosen): AsyncGenerator<ActedOnMany> {
  if (!isFilter) {
    for (let at = 0; at < ids.length; at += customersPerStep)
      yield await send(action, { ids: ids.slice(at, at + customersPerStep) });
    return;
  }
  let cursor: string | null = null;
  do {
    const answer: ActedOnMany = await send(action, { filter, cursor });
    yield answer;
    cursor = answer.nextCursor;
  } while (cursor !== null);
}

async function send(action: ManyAction, chosen: Step): Promise<ActedOnMany> {
  if (action.kind === "record")
    return await readAnswer(apiClient.work.interventions.$post({ json: { chosen, body: action.body } }));
  const { ownerId, seenAt } = action;
  return await readAnswer(apiClient.work.owner.$post({ json: { chosen, ownerId, seenAt } }));
}
