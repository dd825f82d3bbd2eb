"use client";

import { useQueryClient } from "@tanstack/react-query";
import type { ActionAnswer, ScheduleAnswer } from "#features/jobs/schemas.ts";
import { formatCount } from "#ui/figures/format.ts";
import { toast } from "#ui/primitives/toast-store.ts";
import { apiClient, readAnswer } from "../../../api-client.ts";

type Target = Parameters<typeof apiClient.jobs.retry.$post>[0]["json"] extends infer Body
  ? Body extends { reason: string }
    ? Omit<Body, "reason">
    : never
  : never;

const keys = ["jobs", "jobs-search", "job-kinds", "job-schedules", "audit"];

/** What people do to jobs; says what came of it, and has the page read again. */
export function useJobActions() {
  const queries = useQueryClient();
  const readAgain = () => Promise.all(keys.map((key) => queries.invalidateQueries({ queryKey: [key] })));
  const act = async (action: "retry" | "discard", target: Target, reason: string) => {
    const json = { ...target, reason } as Parameters<typeof apiClient.jobs.retry.$post>[0]["json"];
    const answer = await readAnswer(apiClient.jobs[action].$post({ json }));
    toast(noteOf(action === "retry" ? "Retried" : "Discarded", answer));
    // What was open is gone perhaps, and the dialog need not wait for the lists.
    void readAgain();
  };
  return {
    act,
    async runNow({ key }: ScheduleAnswer, reason: string) {
      await readAnswer(apiClient["job-schedules"][":key"].run.$post({ param: { key }, json: { reason } }));
      toast({ title: `${key} runs in a moment`, status: "good" });
      void readAgain();
    },
  };
}

function noteOf(word: string, { done, skipped, left }: ActionAnswer) {
  const title = `${word} ${formatCount(done.length)} ${done.length === 1 ? "job" : "jobs"}`;
  const [first] = skipped;
  const notes = [
    ...(first === undefined ? [] : [`${formatCount(skipped.length)} could not be. ${first.reason}`]),
    ...(left > 0 ? [`${formatCount(left)} more match. Do it again for them.`] : []),
  ];
  const status = notes.length === 0 ? ("good" as const) : ("warning" as const);
  return { title, status, ...(notes.length === 0 ? {} : { description: notes.join(" ") }) };
}
