import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { apiClient, readAnswer } from "../../../api-client.ts";

/** Weeks and months that the page shows. */
export const weeksShown = 52;
export const monthsShown = 24;

const tutor = apiClient.tutors[":id"];
const paramOf = (id: number) => ({ id: String(id) });

export const detailQuery = (id: number) =>
  queryOptions({
    queryKey: ["tutor", id, "detail"],
    queryFn: () => readAnswer(tutor.$get({ param: paramOf(id) })),
  });

export const periodsQuery = (id: number, period: "week" | "month") =>
  queryOptions({
    queryKey: ["tutor", id, "periods", period],
    queryFn: () =>
      readAnswer(
        tutor.periods.$get({
          param: paramOf(id),
          query: { period, limit: String(period === "week" ? weeksShown : monthsShown) },
        }),
      ),
  });

export const subjectsQuery = (id: number) =>
  queryOptions({
    queryKey: ["tutor", id, "subjects"],
    queryFn: () => readAnswer(tutor.subjects.$get({ param: paramOf(id) })),
  });

export const sessionsQuery = (id: number) =>
  infiniteQueryOptions({
    initialPageParam: null as string | null,
    queryKey: ["tutor", id, "sessions"],
    queryFn: ({ pageParam }) =>
      readAnswer(
        tutor.sessions.$get({ param: paramOf(id), query: pageParam === null ? {} : { cursor: pageParam } }),
      ),
    getNextPageParam: (last) => last.nextCursor,
  });

export const tasksQuery = (id: number) =>
  queryOptions({
    queryKey: ["coaching", "tasks", id],
    queryFn: () =>
      readAnswer(
        apiClient.coaching.tasks.$get({ query: { state: "all", tutor: String(id), owner: "anyone" } }),
      ),
  });

export const recommendationsQuery = (id: number) =>
  queryOptions({
    queryKey: ["tutor", id, "recommendations"],
    queryFn: () => readAnswer(apiClient.coaching.recommendations.$get({ query: { tutor: String(id) } })),
  });

export const ownersQuery = queryOptions({
  queryKey: ["coaching", "owners"],
  queryFn: () => readAnswer(apiClient.coaching.owners.$get()),
});
