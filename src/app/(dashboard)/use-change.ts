"use client";

import { useQueryClient } from "@tanstack/react-query";
import type { Faults } from "#features/accounts/components/use-form.ts";
import { toast } from "#ui/primitives/toast-store.ts";
import { ApiFault } from "../api-client.ts";

/** Makes a change, has the lists named by `keys` read again, and says in a word what was done. */
export function useChange(keys: readonly string[]) {
  const queries = useQueryClient();
  const finish = async (done: string) => {
    await Promise.all([...keys, "audit"].map((key) => queries.invalidateQueries({ queryKey: [key] })));
    toast({ title: done, status: "good" });
  };
  return {
    readAgain: () => Promise.all(keys.map((key) => queries.invalidateQueries({ queryKey: [key] }))),
    /** For forms: what the server refused stands over the form. */
    async inForm(change: () => Promise<unknown>, done: string): Promise<Faults | null> {
      try {
        await change();
      } catch (error) {
        if (error instanceof ApiFault) return { form: error.message };
        throw error;
      }
      await finish(done);
      return null;
    },
    /** For buttons: what went wrong is shown as a note. */
    async now(change: () => Promise<unknown>, done: string): Promise<void> {
      try {
        await change();
        await finish(done);
      } catch (error) {
        const detail = error instanceof ApiFault ? error.message : "The dashboard did not answer. Try again.";
        toast({ title: "That did not work", description: detail, status: "critical" });
      }
    },
  };
}
