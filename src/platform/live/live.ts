import type { Log } from "../log.ts";
import { createEventHub, type EventHub } from "./event-hub.ts";
import { type EventReader, startEventReader } from "./event-reader.ts";
import type { LoggedEvent } from "./logged-event.ts";

/** The live part of a web process: one reader of the log, and the browsers that are connected. */
export type Live = { hub: EventHub; reader: EventReader; close(): Promise<void> };

/** Starts following the log. `onEvents` sees every event too, before the browsers do. */
export function startLive(options: {
  url: string;
  log: Log;
  onEvents?: (events: readonly LoggedEvent[]) => void;
}): Live {
  const hub = createEventHub();
  const reader = startEventReader({
    url: options.url,
    log: options.log,
    onEvents(events) {
      options.onEvents?.(events);
      hub.publish(events);
    },
  });
  return {
    hub,
    reader,
    async close() {
      hub.closeAll();
      await reader.close();
    },
  };
}
