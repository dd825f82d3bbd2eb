import type { LineNews } from "./live-line.ts";
import type { LiveEvent } from "./logged-event.ts";

/** The last events that a tab heard, for tabs that open later and know fewer. */
export type RecentEvents = {
  begin(lastId: number | null): void;
  note(news: LineNews): void;
  /** The events after `id`; null where some of them are not known any more. */
  since(id: number): LiveEvent[] | null;
};

const mostKept = 1_000;

export function createRecentEvents(): RecentEvents {
  let knownFrom = Number.POSITIVE_INFINITY;
  let events: LiveEvent[] = [];
  return {
    begin(lastId) {
      events = [];
      knownFrom = lastId ?? Number.POSITIVE_INFINITY;
    },
    note(news) {
      if (news.type === "reload") {
        events = [];
        knownFrom = news.id;
      } else if (news.type === "hello") {
        // A tab that began with no number knows from the server's first one on.
        if (news.id > 0) knownFrom = Math.min(knownFrom, news.id);
      } else if (news.type === "changes") {
        events.push(...news.events);
        const surplus = events.splice(0, Math.max(0, events.length - mostKept));
        knownFrom = surplus.at(-1)?.id ?? knownFrom;
      }
    },
    since: (id) => (id < knownFrom ? null : events.filter((event) => event.id > id)),
  };
}
