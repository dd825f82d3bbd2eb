export type CustomerPart = "detail" | "health" | "history" | "sessions" | "calls" | "work" | "alerts";

/** Key of one part of a customer in the page's memory; without a part, of all of them. */
export function customerKey(id: number, part?: CustomerPart) {
  return part ? (["customer", id, part] as const) : (["customer", id] as const);
}
