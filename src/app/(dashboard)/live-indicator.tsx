"use client";

import { useEffect, useState } from "react";
import type { DataAge } from "#features/ingestion/data-age.ts";
import { useNow } from "#ui/figures/use-now.ts";
import { LiveStatus } from "#ui/shell/live-status.tsx";
import { useLive, useLiveSnapshot } from "../live-provider.tsx";

/** The age of the newest sessions at an instant of this browser's clock. */
type Age = { seconds: number; atMs: number };

/** The status dot: how the line is, how old the data are, and when the next try is. */
export function LiveIndicator() {
  const { state, retryAt, greeting } = useLiveSnapshot();
  const { age, staleAfterSeconds } = useDataAge(greeting as { dataAge: DataAge } | null);
  const [startedAt] = useState(() => new Date());
  const nowMs = useNow(startedAt, 1).getTime();
  const retryInSeconds = retryAt === null ? 0 : Math.max(0, Math.ceil((retryAt - nowMs) / 1000));
  return (
    <LiveStatus
      state={state}
      dataAgeSeconds={age === null ? null : Math.max(0, Math.round(age.seconds + (nowMs - age.atMs) / 1000))}
      {...(retryInSeconds > 0 ? { retryInSeconds } : {})}
      {...(staleAfterSeconds === undefined ? {} : { staleAfterSeconds })}
    />
  );
}

/** Intervals without a success after which the dot does not call data live any more. */
const staleAfterIntervals = 3;

function useDataAge(greeting: { dataAge: DataAge } | null) {
  const live = useLive();
  const [newer, setNewer] = useState<Age | null>(null);
  const [greeted, setGreeted] = useState<{ greeting: typeof greeting; age: Age | null }>({
    greeting: null,
    age: null,
  });
  if (greeting !== greeted.greeting) {
    setGreeted({ greeting, age: ageIn(greeting) });
    setNewer(null);
  }
  useEffect(
    () =>
      live.subscribe("ingestion.finished", ({ key, payload }) => {
        if (key === "sessions" && payload.state === "succeeded") setNewer({ seconds: 0, atMs: Date.now() });
      }),
    [live],
  );
  const interval = greeting?.dataAge.resources.find(
    ({ resource }) => resource === "sessions",
  )?.intervalSeconds;
  const staleAfterSeconds = interval === undefined ? undefined : staleAfterIntervals * interval;
  return { age: newer ?? greeted.age, staleAfterSeconds };
}

function ageIn(greeting: { dataAge: DataAge } | null): Age | null {
  const seconds = greeting?.dataAge.ageSeconds ?? null;
  return seconds === null ? null : { seconds, atMs: Date.now() };
}
