import type { ResourceName } from "./world/model.ts";

const everyMs = 1000;

/**
 * Says while a world is written how far it is and how many rows per second that makes: in place on a terminal,
 * and once per resource elsewhere. `nowMs` is a clock that only runs forward.
 */
export function exportProgress(out: { isTTY?: boolean; write(text: string): unknown }, nowMs: () => number) {
  const startedMs = nowMs();
  let writingSinceMs = startedMs;
  let shownMs = 0;
  let total = 0;
  let current: { resource: ResourceName; sinceMs: number } | null = null;

  const rate = (rows: number, sinceMs: number): string => {
    const perSecond = Math.round((rows / Math.max(1, nowMs() - sinceMs)) * 1000);
    return `${perSecond.toLocaleString("en-US")} rows/s`;
  };

  const onProgress = (resource: ResourceName, written: number, count: number): void => {
    if (current === null) {
      writingSinceMs = nowMs();
      out.write(`the world is made after ${((writingSinceMs - startedMs) / 1000).toFixed(1)} s\n`);
    }
    if (current?.resource !== resource) current = { resource, sinceMs: nowMs() };
    const done = written === count;
    if (done) total += count;
    if (!done && (!out.isTTY || nowMs() - shownMs < everyMs)) return;
    shownMs = nowMs();
    const line = `${resource}: ${written.toLocaleString("en-US")} of ${count.toLocaleString("en-US")} rows, ${rate(written, current.sinceMs)}`;
    out.write(out.isTTY ? `\r\u001b[2K${line}${done ? "\n" : ""}` : `${line}\n`);
  };

  const end = (): void => {
    out.write(`${total.toLocaleString("en-US")} rows, ${rate(total, writingSinceMs)}\n`);
  };

  return { onProgress, end };
}
