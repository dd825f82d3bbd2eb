import { hash } from "node:crypto";
import type { CustomerHealth } from "./score.ts";

/** The columns of customer_health_scores that a pass writes, but for computed_at and content_hash, with their types. */
export const storedColumns = [
  ["customer_id", "bigint"],
  ["score", "smallint"],
  ["tier", "text"],
  ["score_tier", "text"],
  ["forced_by", "text"],
  ["forced_since", "timestamptz"],
  ["first_session", "float8"],
  ["velocity", "float8"],
  ["inbound_calls", "float8"],
  ["goals", "float8"],
  ["tutor_consistency", "float8"],
  ["confidence", "float8"],
  ["unscored_reason", "text"],
  ["last_session_at", "timestamptz"],
  ["settings_version", "integer"],
  ["next_change_at", "timestamptz"],
  ["flags", "jsonb"],
  ["features", "jsonb"],
] as const;

/** Values in the order of `storedColumns`, as texts that PostgreSQL reads; the last two are JSON. */
export function storedValues(health: CustomerHealth, settingsVersion: number): (string | null)[] {
  const { customerId, scored, features, unscoredReason, lastSessionAtMs, nextChangeAtMs } = health;
  const components = scored?.components;
  return [
    String(customerId),
    text(scored?.score),
    scored?.tier ?? null,
    scored?.scoreTier ?? null,
    scored?.forcedBy?.code ?? null,
    instant(scored?.forcedBy?.sinceMs),
    text(components?.first_session),
    text(components?.velocity),
    text(components?.inbound_calls),
    text(components?.goals),
    text(components?.tutor_consistency),
    text(scored?.confidence),
    unscoredReason,
    instant(lastSessionAtMs),
    String(settingsVersion),
    instant(nextChangeAtMs),
    JSON.stringify(scored?.flags ?? []),
    features === null ? null : JSON.stringify(features),
  ];
}

/** Equal health gives an equal hash, and different health a different one; a uuid as PostgreSQL prints it. */
export function hashOfHealth(health: CustomerHealth, settingsVersion: number): string {
  const hex = hash("md5", JSON.stringify([settingsVersion, health]), "hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function text(number: number | null | undefined): string | null {
  return number === null || number === undefined ? null : String(number);
}

function instant(ms: number | null | undefined): string | null {
  return ms === null || ms === undefined ? null : new Date(ms).toISOString();
}
