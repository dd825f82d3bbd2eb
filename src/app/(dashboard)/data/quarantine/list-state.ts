import type { QuarantineFilter } from "#features/ingestion/quarantine/schemas.ts";

/** What the address of the quarantine says: the filters, the place in the list, and the record that is open. */
export type ListState = { filter: QuarantineFilter; cursor: string | null; open: number | null };

type Params = { get(name: string): string | null };

const states = ["open", "resolved", "discarded"] as const satisfies readonly QuarantineFilter["state"][];
const resources = [
  "subjects",
  "customers",
  "tutors",
  "sessions",
  "calls",
] as const satisfies readonly QuarantineFilter["resource"][];
const longest = 300;

/** Reads the address; whatever it holds that is not one of ours counts as not there. */
export function readListState(params: Params): ListState {
  const text = (name: string) => params.get(name)?.trim().slice(0, longest) || undefined;
  const open = Number(params.get("open"));
  return {
    filter: {
      resource: resources.find((name) => name === params.get("resource")),
      state: states.find((name) => name === params.get("state")) ?? "open",
      path: text("path"),
      reason: text("reason"),
      search: text("search")?.slice(0, 100),
    },
    cursor: params.get("cursor"),
    open: Number.isSafeInteger(open) && open > 0 ? open : null,
  };
}

/** The query of the address, without what is as it first was. */
export function writeListState({ filter, cursor, open }: ListState): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) {
    if (value !== undefined && !(name === "state" && value === "open")) params.set(name, value);
  }
  if (cursor) params.set("cursor", cursor);
  if (open) params.set("open", String(open));
  const text = params.toString();
  return text ? `?${text}` : "";
}
