"use client";

import type { NewOverride } from "#features/demand/work-schemas.ts";
import { apiClient, readAnswer } from "../../api-client.ts";
import { useChange } from "../use-change.ts";

const { demand, recommendations } = apiClient;
const paramOf = (id: number) => ({ id: String(id) });

/** What can be done about demand; forms get back what is wrong, in a sentence, or null. */
export function useDemandWork() {
  const change = useChange(["demand", "recommendations"]);
  const inForm = async (work: () => Promise<unknown>, done: string) =>
    (await change.inForm(work, done))?.form ?? null;
  const one = recommendations[":id"];
  return {
    accept: (id: number) =>
      change.now(
        () => readAnswer(one.accept.$post({ param: paramOf(id), json: {} })),
        "Recommendation accepted",
      ),
    finish: (id: number) =>
      change.now(() => readAnswer(one.done.$post({ param: paramOf(id), json: {} })), "Recommendation done"),
    dismiss: (id: number, note: string) =>
      inForm(
        () => readAnswer(one.dismiss.$post({ param: paramOf(id), json: { note } })),
        "Recommendation dismissed",
      ),
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
