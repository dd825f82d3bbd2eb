import { randomUUID } from "node:crypto";
import type { Keyv } from "keyv";

/**
 * Invalidation without a search for keys: each group of keys has a version, which is part of the key that is
 * stored. A new version makes everything stored before unreachable, also what is still being computed.
 */
export type Versions = {
  keyFor(key: string): Promise<string>;
  renew(key: string): Promise<void>;
};

/** Versions shared through Redis, or kept in the memory of the process where there is none. */
export function createVersions(redis: Keyv | null): Versions {
  const own = new Map<string, string>();
  async function versionOf(group: string): Promise<string> {
    // While Redis does not answer, the process goes by what it knows itself.
    const shared = await redis?.get<string>(`version:${group}`);
    return shared ?? own.get(group) ?? "first";
  }
  return {
    async keyFor(key) {
      return `${await versionOf(groupOf(key))}:${key}`;
    },
    async renew(key) {
      const group = groupOf(key);
      const version = randomUUID();
      own.set(group, version);
      await redis?.set(`version:${group}`, version);
    },
  };
}

function groupOf(key: string): string {
  return key.split(":", 1)[0] ?? key;
}
