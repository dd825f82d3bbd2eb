import { queryOptions } from "@tanstack/react-query";
import type { ImbalanceEpisodes, ModelVersions } from "#features/demand/work-schemas.ts";
import type { Recommendation } from "#features/recommendations/schemas.ts";
import { apiClient, readAnswer } from "../../api-client.ts";
import { listed } from "./listed.ts";

const { demand } = apiClient;

export const subjectsQuery = queryOptions({
  queryKey: ["demand", "subjects"],
  queryFn: () => readAnswer(demand.subjects.$get()),
});

/** Open episodes, soonest first; of all subjects, or of one. */
export const episodesQuery = (subject?: string) =>
  queryOptions({
    queryKey: ["demand", "episodes", subject ?? null],
    queryFn: async (): Promise<ImbalanceEpisodes> =>
      await readAnswer(
        demand.episodes.$get({
          query: { pageSize: String(listed.episodes), ...(subject ? { subject } : {}) },
        }),
      ),
  });

/** What is to be decided, and what was accepted and is to be done. */
export const recommendationsQuery = (subject?: string) =>
  queryOptions({
    queryKey: ["recommendations", subject ?? null],
    queryFn: async (): Promise<Recommendation[]> => {
      const ask = (state: "open" | "accepted") =>
        readAnswer(
          apiClient.recommendations.$get({
            query: { state, pageSize: String(listed.recommendations), ...(subject ? { subject } : {}) },
          }),
        );
      const [open, accepted] = await Promise.all([ask("open"), ask("accepted")]);
      return [...open.data, ...accepted.data];
    },
  });

export const hoursQuery = (subject: string, historyDays: number) =>
  queryOptions({
    queryKey: ["demand", "hours", subject, historyDays],
    queryFn: () =>
      readAnswer(
        demand.subjects[":subject"].hours.$get({
          param: { subject },
          query: { historyDays: String(historyDays) },
        }),
      ),
  });

export const explanationQuery = (subject: string, hour: string) =>
  queryOptions({
    queryKey: ["demand", "explanation", subject, hour],
    queryFn: () =>
      readAnswer(demand.subjects[":subject"].hours[":hour"].explanation.$get({ param: { subject, hour } })),
  });

export const overridesQuery = (subject: string) =>
  queryOptions({
    queryKey: ["demand", "overrides", subject],
    queryFn: () =>
      readAnswer(
        demand.overrides.$get({ query: { subject, state: "all", pageSize: String(listed.overrides) } }),
      ),
  });

export const outliersQuery = (subject: string) =>
  queryOptions({
    queryKey: ["demand", "outliers", subject],
    queryFn: () =>
      readAnswer(demand.outliers.$get({ query: { subject, pageSize: String(listed.outliers) } })),
  });

export const utilisationQuery = queryOptions({
  queryKey: ["demand", "utilisation"],
  queryFn: () => readAnswer(demand.utilisation.$get()),
});

export type AccuracyChoice = { subject: string; distanceDays: number; days: number };

export const accuracyQuery = ({ subject, distanceDays, days }: AccuracyChoice) =>
  queryOptions({
    queryKey: ["demand", "accuracy", subject, distanceDays, days],
    queryFn: () =>
      readAnswer(
        demand.accuracy.$get({
          query: { subject, distanceDays: String(distanceDays), days: String(days) },
        }),
      ),
  });

/** Versions of the models of a subject, or those that serve of all. */
export const modelsQuery = (subject: string | null) =>
  queryOptions({
    queryKey: ["demand", "models", subject],
    queryFn: async (): Promise<ModelVersions> =>
      await readAnswer(
        demand.models.$get({
          query:
            subject === null
              ? { serving: "only", pageSize: String(listed.serving) }
              : { subject, pageSize: String(listed.models) },
        }),
      ),
  });

export const runsQuery = queryOptions({
  queryKey: ["demand", "runs"],
  queryFn: () => readAnswer(demand.runs.$get({ query: { pageSize: String(listed.runs) } })),
});
