import type { QueryKey } from "@tanstack/react-query";
import type { EventKind } from "#platform/live/event.ts";
import type { ChangeOf } from "#platform/live/live-feed.ts";

/**
 * Which parts of the page's memory a change makes old, by the beginning of their keys. A new kind of event has to
 * say so to compile.
 */
export const queriesOf: { [K in EventKind]: (change: ChangeOf<K>) => readonly QueryKey[] } = {
  "customer.health": ({ key }) => [["customers"], ["customer", Number(key)], ["tier-moves"], ["work-queue"]],
  "customer.changed": ({ key }) => [["customers"], ["customer", Number(key)]],
  "intervention.changed": ({ key }) => [["work-queue"], ["customer", Number(key), "work"]],
  "customers.bulk_changed": () => [["customers"], ["customer"], ["tier-moves"], ["work-queue"]],
  "demand.changed": () => [["demand"]],
  "demand.capacity": () => [["demand"]],
  "demand.episodes": () => [["demand", "episodes"]],
  "recommendation.changed": () => [["recommendations"]],
  "tutor.performance": ({ key }) => [["tutors"], ["tutor", Number(key)], ["flagged-tutors"]],
  "tutors.bulk_changed": () => [["tutors"], ["tutor"], ["flagged-tutors"]],
  "coaching.changed": () => [["coaching"], ["flagged-tutors"]],
  "metric.sampled": () => [["overview"]],
  "jobs.changed": () => [["jobs"], ["job"], ["job-kinds"], ["job-schedules"]],
  "reconciliation.finished": () => [["reconciliations"]],
  "ingestion.finished": () => [["data-age"], ["ingestion"], ["data-conditions"], ["data-quality"]],
  "quarantine.changed": () => [["quarantine"], ["ingestion"], ["data-conditions"]],
};

export const liveKinds = Object.keys(queriesOf) as EventKind[];
