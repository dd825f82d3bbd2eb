"use client";

import type { NewOverride } from "#features/demand/work-schemas.ts";
import { apiClient, readAnswer } from "../../api-client.ts";
import { useChange } from "../use-change.ts";

const { demand, recommendations } = apiClient;
const paramOf = (id: number) => ({ id: String(id) });

export type Decision = "accepted" | "dismissed" | "done";

const decided: Record<Decision, string> = {
  accepted: "Recommendation accepted",
  dismissed: "Recommendation dismissed",
  done: "Recommendation done",
};

/** What can be done about demand; forms get back what is wrong, in a sentence, or null. */
export function useDemandWork() {
  const change = useChange(["demand", "recommendations"]);
  const inForm = async (work: () => Promise<unknown>, done: string) =>
    (await change.inForm(work, done))?.form ?? null;
  const decide = (id: number, decision: Decision, note: string) =>
    readAnswer(recommendations[":id"].decide.$post({ param: paramOf(id), json: { decision, note } }));
  return {
    decide: (id: number, decision: Decision) => change.now(() => decide(id, decision, ""), decided[decision]),
    dismiss: (id: number, note: string) => inForm(() => decide(id, "dismissed", note), decided.dismissed),
    addOverride: (override: NewOverride) =>
      inForm(() => readAnswer(demand.overrides.$post({ json: override })), "Forecast overridden"),
    endOverride: (id: number) =>
      change.now(
        () => readAnswer(demand.overrides[":id"].end.$post({ param: paramOf(id) })),
        "Override ended",
      ),
    markOutliers: (json: { code: string; from: string; to: string; reason: string }) =>
      inForm(() => readAnswer(demand.outliers.mark.$post({ json })), "Hours marked; the next run goes by it"),
    unmarkOutliers: (json: { code: string; from: string; to: string; reason: string }) =>
      inForm(
        () => readAnswer(demand.outliers.unmark.$post({ json })),
        "Hours count in full from the next run on",
      ),
    serve: (id: number, reason: string) =>
      inForm(
        () => readAnswer(demand.models[":id"].serve.$post({ param: paramOf(id), json: { reason } })),
        "Version serves from the next run on",
      ),
    run: (kind: "manual" | "selection", reason: string) =>
      inForm(() => readAnswer(demand.runs.$post({ json: { kind, reason } })), "Run queued"),
  };
}
