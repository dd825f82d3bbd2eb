"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";

type Form<State> = {
  read: (params: { get(name: string): string | null }) => State;
  write: (state: State) => string;
};

/** `step` can be taken back with the browser's button; `keep` changes the address in its place. */
export type AddressChange<State> = (change: Partial<State>, how?: "step" | "keep") => void;

/** State that is kept in the address. Changing it does not ask the server for the page. `form` has to stay the same. */
export function useAddressState<State>(form: Form<State>): [State, AddressChange<State>] {
  const params = useSearchParams();
  const state = useMemo(() => form.read(params), [form, params]);
  const change = useCallback<AddressChange<State>>(
    (next, how = "step") => {
      const current = form.read(new URLSearchParams(window.location.search));
      const address = `${window.location.pathname}${form.write({ ...current, ...next })}`;
      if (how === "step") window.history.pushState(null, "", address);
      else window.history.replaceState(null, "", address);
    },
    [form],
  );
  return [state, change];
}
