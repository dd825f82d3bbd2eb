import type { Cache } from "#platform/cache/cache.ts";
import type { EventKind } from "#platform/live/event.ts";
import type { LoggedEvent } from "#platform/live/logged-event.ts";
import type { Log } from "#platform/log.ts";

/** Which groups of cached values an event makes wrong. A new kind of event has to say so to compile. */
const groupsByKind: Record<EventKind, readonly string[]> = {
  "customer.health": ["customers", "overview"],
  "customer.changed": ["customers", "overview"],
  "customers.bulk_changed": ["customers", "overview"],
  "tutor.performance": ["tutors", "overview"],
  "tutors.bulk_changed": ["tutors", "overview"],
  // Tasks are read from the database: nothing of them is cached.
  "coaching.changed": [],
  // The queue is read from the database: nothing of it is cached.
  "intervention.changed": [],
  "demand.changed": ["demand"],
  "demand.capacity": ["demand"],
  // What to do about demand is read from the database: nothing of it is cached.
  "demand.episodes": [],
  "recommendation.changed": [],
  "metric.sampled": ["overview"],
  "jobs.changed": [],
  // Reports are read from the database: nothing of them is cached.
  "reconciliation.finished": [],
  "ingestion.finished": ["data-age", "overview"],
  "quarantine.changed": ["data-age"],
};

/** Forgets what the events made wrong; every web process does so for itself when it reads them. */
export function forgetChanged(cache: Cache, events: readonly LoggedEvent[], log: Log): void {
  const groups = new Set(events.flatMap(({ kind }) => groupsByKind[kind as EventKind] ?? []));
  for (const group of groups) {
    cache.invalidate(group).catch((error: unknown) => {
      log.warn({ err: error, group }, "the cache could not be told of a change");
    });
  }
}
