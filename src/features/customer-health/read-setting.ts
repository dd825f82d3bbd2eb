import type { HealthSettings } from "./weights.ts";

type Branch = { [key: string]: Branch | number };

/** The number at a path such as "weights.velocity" or "calls.scores.1"; null where there is none. */
export function readSetting(settings: HealthSettings, path: string): number | null {
  let at: Branch | number | undefined = settings as unknown as Branch;
  for (const key of path.split(".")) at = typeof at === "object" ? at[key] : undefined;
  return typeof at === "number" ? at : null;
}

/** The settings with another number at a path that exists. */
export function withSetting(settings: HealthSettings, path: string, value: number): HealthSettings {
  const changed = structuredClone(settings);
  const keys = path.split(".");
  const last = keys.pop();
  let at = changed as unknown as Branch;
  for (const key of keys) at = at[key] as Branch;
  if (last !== undefined) at[last] = value;
  return changed;
}
