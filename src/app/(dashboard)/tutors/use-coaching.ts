"use client";

import type { NewCoachingTask } from "#features/coaching/schemas.ts";
import type { CoachingResource } from "#features/coaching/weights.ts";
import { apiClient, readAnswer } from "../../api-client.ts";
import { useChange } from "../use-change.ts";

const { tasks, resources } = apiClient.coaching;
const paramOf = (id: number) => ({ id: String(id) });

/** What can be done with coaching tasks; forms get back what is wrong, in a sentence, or null. */
export function useCoaching() {
  const change = useChange(["coaching", "tutor"]);
  const inForm = async (work: () => Promise<unknown>, done: string) =>
    (await change.inForm(work, done))?.form ?? null;
  return {
    give: (task: NewCoachingTask) => inForm(() => readAnswer(tasks.$post({ json: task })), "Task assigned"),
    close: (id: number, json: { state: "done" | "cancelled"; note: string | null }) =>
      inForm(
        () => readAnswer(tasks[":id"].close.$post({ param: paramOf(id), json })),
        json.state === "done" ? "Task done" : "Task cancelled",
      ),
    handOver: (id: number, json: { ownerId: string; dueOn: string }) =>
      inForm(
        () => readAnswer(tasks[":id"]["hand-over"].$post({ param: paramOf(id), json })),
        "Task handed over",
      ),
    saveResources: (all: CoachingResource[]) =>
      inForm(() => readAnswer(resources.$post({ json: { resources: all } })), "Resources saved"),
  };
}
