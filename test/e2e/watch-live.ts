import type { Page } from "@playwright/test";

/** What a page heard over its live connection, and when it was on the screen; instants in ms since 1970. */
export type LiveRecord = {
  connections: string[];
  changes: { kind: string; key: string; committedAtMs: number; heardAtMs: number }[];
  shownAtMs: Record<string, number>;
};

type Watched = Window & { liveRecord: LiveRecord };

/** Has a page write down what its EventSource gets. To be called before the page is opened. */
export async function watchLive(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const record: LiveRecord = { connections: [], changes: [], shownAtMs: {} };
    Object.assign(window, { liveRecord: record });
    window.EventSource = class extends EventSource {
      constructor(url: string | URL, init?: EventSourceInit) {
        super(url, init);
        record.connections.push(String(url));
        this.addEventListener("changes", ({ data }: MessageEvent<string>) => {
          const { events } = JSON.parse(data) as { events: { kind: string; key: string; at: string }[] };
          for (const { kind, key, at } of events) {
            record.changes.push({ kind, key, committedAtMs: Date.parse(at), heardAtMs: Date.now() });
          }
        });
      }
    };
  });
}

/** Has the page write down when `text` first stands in the element, under `name`. */
export async function noteWhenShown(page: Page, name: string, selector: string, text: string): Promise<void> {
  await page.evaluate(
    ([as, where, wanted]) => {
      const { shownAtMs } = (window as unknown as Watched).liveRecord;
      const look = () => {
        if (as in shownAtMs || !document.querySelector(where)?.textContent?.includes(wanted)) return;
        shownAtMs[as] = Date.now();
      };
      look();
      new MutationObserver(look).observe(document.body, {
        subtree: true,
        childList: true,
        characterData: true,
      });
    },
    [name, selector, text] as const,
  );
}

export async function readLiveRecord(page: Page): Promise<LiveRecord> {
  return await page.evaluate(() => (window as unknown as Watched).liveRecord);
}
