import type { Viewer } from "#platform/viewer.ts";
import { viewerCacheSeconds } from "./limits.ts";

type Entry = { viewer: Viewer; validUntilMs: number };

const maxEntries = 10_000;

// The bundles of pages and of routes each hold a copy of this module; the cache must be one.
const holder = globalThis as typeof globalThis & { viewerCache?: Map<string, Entry> };

function entries(): Map<string, Entry> {
  holder.viewerCache ??= new Map();
  return holder.viewerCache;
}

/** Who a cookie or token belongs to, if this process asked within the last seconds. */
export function cachedViewer(key: string): Viewer | undefined {
  const entry = entries().get(key);
  return entry && entry.validUntilMs > performance.now() ? entry.viewer : undefined;
}

export function cacheViewer(key: string, viewer: Viewer): void {
  const cache = entries();
  if (cache.size >= maxEntries) cache.clear();
  cache.set(key, { viewer, validUntilMs: performance.now() + viewerCacheSeconds * 1_000 });
}

/** After a change of rights or the end of a session: this process asks again at once, others within seconds. */
export function forgetViewer(userId: string): void {
  const cache = entries();
  for (const [key, { viewer }] of cache) if (viewer.userId === userId) cache.delete(key);
}
