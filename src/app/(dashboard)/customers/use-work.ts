"use client";

import { useState } from "react";
import type { ActBody } from "#features/interventions/components/channel-buttons.tsx";
import type { ChangeBody, Recorded } from "#features/interventions/schemas.ts";
import { formatDateTime } from "#ui/figures/dates.ts";
import { toast } from "#ui/primitives/toast-store.ts";
import { ApiFault, apiClient, readAnswer, readDone } from "../../api-client.ts";
import { useChange } from "../use-change.ts";

const customer = apiClient.customers[":id"];
const keys = ["work-queue", "customer"];

/** What people do for customers: each press is recorded, and the page reads again what it changed. */
export function useWork(timezone: string) {
  const change = useChange(keys);
  const [busyId, setBusyId] = useState<number | null>(null);
  const [recorded, setRecorded] = useState<{ recorded: Recorded; name: string } | null>(null);

  async function alone(id: number, work: () => Promise<void>): Promise<void> {
    setBusyId(id);
    await work();
    setBusyId(null);
  }

  return {
    busyId,
    recorded,
    closeRecorded: () => setRecorded(null),
    /** Records an action; what reached the customer shows the address to use. Answers whether it was recorded. */
    async act(target: { customerId: number; name: string }, body: ActBody): Promise<boolean> {
      setBusyId(target.customerId);
      try {
        const param = { id: String(target.customerId) };
        const answer = await readAnswer(customer.interventions.$post({ param, json: body }));
        const { phone, email } = answer.contact;
        if (answer.intervention.state === "done" && (phone ?? email) !== null)
          setRecorded({ recorded: answer, name: target.name });
        await change.now(async () => undefined, wordOf(answer, timezone));
        return true;
      } catch (error) {
        const description =
          error instanceof ApiFault ? error.message : "The dashboard did not answer. Try again.";
        toast({ title: "Not recorded", description, status: "critical" });
        await change.readAgain();
        return false;
      } finally {
        setBusyId(null);
      }
    },
    changeOne: (customerId: number, id: number, json: Partial<ChangeBody>, done: string) =>
      alone(customerId, async () => {
        const param = { id: String(customerId), intervention: String(id) };
        await change.now(
          () => readAnswer(customer.interventions[":intervention"].$post({ param, json })),
          done,
        );
      }),
    assign: (customerId: number, ownerId: string | null, done: string) =>
      alone(customerId, async () => {
        const param = { id: String(customerId) };
        await change.now(() => readDone(customer.owner.$post({ param, json: { ownerId } })), done);
      }),
    snooze: (customerId: number, until: Date | null) =>
      alone(customerId, async () => {
        const json = { until: until?.toISOString() ?? null };
        const done =
          until === null ? "Back in the queue" : `Put off until ${formatDateTime(until, timezone)}`;
        await change.now(
          () => readDone(customer.snooze.$post({ param: { id: String(customerId) }, json })),
          done,
        );
      }),
  };
}

export type Work = ReturnType<typeof useWork>;

function wordOf({ intervention }: Recorded, timezone: string): string {
  const { state, dueAt } = intervention;
  if (state === "done") return "Recorded";
  return dueAt === null ? "Planned" : `Planned for ${formatDateTime(dueAt, timezone)}`;
}
