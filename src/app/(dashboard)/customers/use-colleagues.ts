"use client";

import { useQuery } from "@tanstack/react-query";
import { apiClient, readAnswer } from "../../api-client.ts";

/** Everybody who can be given a customer; read when they are first asked for, undefined until then. */
export function useColleagues(isAsked: boolean): { id: string; name: string }[] | undefined {
  const { data } = useQuery({
    queryKey: ["colleagues"],
    queryFn: () => readAnswer(apiClient.colleagues.$get()),
    staleTime: 300_000,
    enabled: isAsked,
  });
  return data?.data;
}
