import type { APIRequestContext } from "@playwright/test";
import type { CustomerList, CustomerSession, CustomerSessions } from "#features/customers/schemas.ts";

export type RatedSession = { customerId: number; session: CustomerSession };

/** The newest rated sessions of the `count` first customers by name that have one among their latest ten. */
export async function findRatedSessions(request: APIRequestContext, count: number): Promise<RatedSession[]> {
  const list = (await (
    await request.get("/api/v1/customers?tiers=healthy,thriving&sort=name&pageSize=50")
  ).json()) as CustomerList;
  const found: RatedSession[] = [];
  for (const { id } of list.data) {
    const answer = await request.get(`/api/v1/customers/${id}/sessions?pageSize=10`);
    const { data } = (await answer.json()) as CustomerSessions;
    const session = data.find(({ status, rating }) => status === "completed" && rating !== null);
    if (session !== undefined) found.push({ customerId: id, session });
    if (found.length === count) return found;
  }
  throw new Error("Too few of the first customers have a rated session.");
}

/** A rating that moves whatever depends on it. */
export function oppositeRating({ session }: RatedSession): number {
  return (session.rating ?? 0) >= 4 ? 1 : 5;
}
