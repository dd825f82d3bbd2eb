"use client";

import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from "react";
import type { EventKind } from "#platform/live/event.ts";
import { createLiveConnection, type LiveConnection } from "#platform/live/live-connection.ts";
import type { LiveSnapshot } from "#platform/live/live-feed.ts";
import { gatherInvalidations } from "./gather-invalidations.ts";
import { liveKinds, queriesOf } from "./live-queries.ts";

const LiveContext = createContext<LiveConnection | null>(null);

export type LiveProviderProps = {
  /** The signed-in user: tabs of one user share a connection. */
  userId: string;
  /** The newest event when the page was rendered; null where it is not known. */
  initialEventId: number | null;
  children: ReactNode;
};

/** Keeps the page's queries current from the live stream. */
export function LiveProvider({ userId, initialEventId, children }: LiveProviderProps) {
  const queryClient = useQueryClient();
  const [connection] = useState(() =>
    createLiveConnection({
      url: "/api/live",
      name: userId,
      initialId: initialEventId,
      isSignedOut: async () => (await fetch("/api/v1/data-age")).status === 401,
      onSignedOut: () => window.location.reload(),
    }),
  );
  useEffect(() => {
    const invalidations = gatherInvalidations(queryClient);
    const endings = liveKinds.map((kind) => follow(connection, kind, invalidations.add));
    endings.push(connection.onReload(invalidations.all), invalidations.end, connection.stop);
    connection.start();
    return () => {
      for (const end of endings) end();
    };
  }, [connection, queryClient]);
  return <LiveContext value={connection}>{children}</LiveContext>;
}

function follow<K extends EventKind>(
  connection: LiveConnection,
  kind: K,
  add: (keys: ReturnType<(typeof queriesOf)[K]>) => void,
): () => void {
  return connection.subscribe(kind, (change) => add(queriesOf[kind](change) as never));
}

/** The live connection, for subscribing to changes. */
export function useLive(): LiveConnection {
  const connection = useContext(LiveContext);
  if (connection === null) throw new Error("useLive works inside a LiveProvider only.");
  return connection;
}

const serverSnapshot: LiveSnapshot = { state: "reconnecting", retryAt: null, greeting: null };

/** How the connection is, kept current. */
export function useLiveSnapshot(): LiveSnapshot {
  const connection = useLive();
  return useSyncExternalStore(connection.onSnapshot, connection.snapshot, () => serverSnapshot);
}
