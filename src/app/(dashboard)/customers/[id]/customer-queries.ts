import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { apiClient, readAnswer } from "../../../api-client.ts";
import { customerKey } from "../customer-keys.ts";

/** How far back the page shows the score, in days. */
export const historyDays = 90;

/** The most changes that the page asks for: a customer's score moves once a day or less. */
export const historyPageSize = 200;

const customer = apiClient.customers[":id"];
const paramOf = (id: number) => ({ id: String(id) });

export const detailQuery = (id: number) =>
  queryOptions({
    queryKey: customerKey(id, "detail"),
    queryFn: () => readAnswer(customer.$get({ param: paramOf(id) })),
  });

export const healthQuery = (id: number) =>
  queryOptions({
    queryKey: customerKey(id, "health"),
    queryFn: () => readAnswer(customer.health.$get({ param: paramOf(id) })),
  });

export const alertsQuery = (id: number) =>
  queryOptions({
    queryKey: customerKey(id, "alerts"),
    queryFn: () => readAnswer(customer.alerts.$get({ param: paramOf(id) })),
  });

export const workQuery = (id: number) =>
  queryOptions({
    queryKey: customerKey(id, "work"),
    queryFn: () => readAnswer(customer.work.$get({ param: paramOf(id) })),
  });

export const historyQuery = (id: number) =>
  queryOptions({
    queryKey: customerKey(id, "history"),
    queryFn: () =>
      readAnswer(
        customer.health.history.$get({
          param: paramOf(id),
          query: { days: String(historyDays), pageSize: String(historyPageSize) },
        }),
      ),
  });

const firstCursor = { initialPageParam: null as string | null };
const pageQuery = (cursor: string | null) => (cursor === null ? {} : { cursor });

/** What moved the score between two instants. */
export const changeSumQuery = (id: number, from: Date, to: Date) =>
  queryOptions({
    queryKey: [...customerKey(id), "changes", from.toISOString(), to.toISOString()] as const,
    queryFn: () =>
      readAnswer(
        customer.health.changes.$get({
          param: paramOf(id),
          query: { from: from.toISOString(), to: to.toISOString() },
        }),
      ),
  });

export const sessionsQuery = (id: number) =>
  infiniteQueryOptions({
    ...firstCursor,
    queryKey: customerKey(id, "sessions"),
    queryFn: ({ pageParam }) =>
      readAnswer(customer.sessions.$get({ param: paramOf(id), query: pageQuery(pageParam) })),
    getNextPageParam: (last) => last.nextCursor,
  });

export const callsQuery = (id: number) =>
  infiniteQueryOptions({
    ...firstCursor,
    queryKey: customerKey(id, "calls"),
    queryFn: ({ pageParam }) =>
      readAnswer(customer.calls.$get({ param: paramOf(id), query: pageQuery(pageParam) })),
    getNextPageParam: (last) => last.nextCursor,
  });
