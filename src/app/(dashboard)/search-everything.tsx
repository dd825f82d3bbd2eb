import { User } from "lucide-react";
import { lookOfTier } from "#domain/customers/risk-tier.ts";
import type { CommandGroup } from "#ui/shell/command.ts";
import { apiClient, readAnswer } from "../api-client.ts";

const customersShown = "8";

/** What the command palette finds beside pages: customers by name, e-mail or id. */
export async function searchEverything(query: string, signal: AbortSignal): Promise<CommandGroup[]> {
  const found = await readAnswer(
    apiClient.customers.$get({ query: { search: query, pageSize: customersShown } }, { init: { signal } }),
  );
  if (found.data.length === 0) return [];
  return [
    {
      heading: "Customers",
      items: found.data.map(({ id, name, tier, score }) => ({
        id: `customer ${id}`,
        label: name,
        hint: `${lookOfTier(tier).word}${score === null ? "" : `, score ${score}`} · id ${id}`,
        icon: <User />,
        href: `/customers/${id}`,
      })),
    },
  ];
}
