import { setTimeout as sleep } from "node:timers/promises";
import { EventSource } from "undici";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Served, serve } from "#test/http/serve.ts";
import { createLiveConnection, type LiveConnection } from "./live-connection.ts";
import type { LiveEvent } from "./logged-event.ts";

/** A server with a log of its own, which gives a browser what it misses and then what comes. */
function createSource() {
  const log: LiveEvent[] = [];
  const open = new Set<ReadableStreamDefaultController<Uint8Array>>();
  const asked: string[] = [];
  const encoder = new TextEncoder();
  const write = (stream: ReadableStreamDefaultController<Uint8Array>, text: string) =>
    stream.enqueue(encoder.encode(text));
  const changes = (events: readonly LiveEvent[]) =>
    `id: ${events.at(-1)?.id}\nevent: changes\ndata: ${JSON.stringify({ events })}\n\n`;
  return {
    asked,
    isDown: false,
    append(key: string) {
      const event = {
        id: log.length + 1,
        at: "2026-05-01T12:00:00Z",
        kind: "customer.changed",
        key,
        payload: {},
      };
      log.push(event);
      for (const stream of open) write(stream, changes([event]));
    },
    say(text: string) {
      for (const stream of open) write(stream, text);
    },
    cut() {
      for (const stream of open) stream.close();
      open.clear();
    },
    connections: () => open.size,
    answer(request: Request): Response {
      asked.push(new URL(request.url).search);
      if (this.isDown) return new Response(null, { status: 503 });
      const last = Number(new URL(request.url).searchParams.get("lastEventId") ?? log.length);
      let stream: ReadableStreamDefaultController<Uint8Array>;
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          stream = controller;
          open.add(controller);
          write(controller, `event: hello\ndata: {"dataAge":7}\n\n`);
          const missed = log.filter(({ id }) => id > last);
          if (missed.length > 0) write(controller, changes(missed));
        },
        cancel: () => void open.delete(stream),
      });
      return new Response(body, { headers: { "content-type": "text/event-stream" } });
    },
  };
}

let source: ReturnType<typeof createSource>;
let served: Served;
let name = 0;
const tabs: LiveConnection[] = [];

beforeEach(async () => {
  vi.stubGlobal("EventSource", EventSource);
  source = createSource();
  served = await serve((request) => source.answer(request));
  name += 1;
});

afterEach(async () => {
  for (const tab of tabs.splice(0)) tab.stop();
  source.cut();
  await served.close();
  vi.unstubAllGlobals();
});

function openTab(options: {
  initialId?: number | null;
  isSignedOut?: () => Promise<boolean>;
  onSignedOut?: () => void;
}) {
  const tab = createLiveConnection({
    url: served.url,
    name: `user ${name}`,
    initialId: options.initialId ?? null,
    isSignedOut: options.isSignedOut ?? (async () => false),
    onSignedOut: options.onSignedOut ?? (() => expect.unreachable("nobody signed out")),
  });
  const heard: string[] = [];
  const reloads: number[] = [];
  tab.subscribe("customer.changed", ({ key }) => void heard.push(key));
  tab.onReload(() => void reloads.push(1));
  tab.start();
  tabs.push(tab);
  return { tab, heard, reloads };
}

async function until(look: () => boolean): Promise<void> {
  while (!look()) await sleep(5);
}

describe("the live connection of a browser", () => {
  it("is one for all tabs, and each hears everything once", async () => {
    const first = openTab({ initialId: 0 });
    await until(() => first.tab.snapshot().state === "live");
    source.append("a");
    await until(() => first.heard.length === 1);
    // Rendered before "a" happened, opened after: the first tab tells it.
    const second = openTab({ initialId: 0 });
    source.append("b");
    await until(() => second.heard.length === 2 && first.heard.length === 2);
    expect(second.heard).toEqual(["a", "b"]);
    expect(first.heard).toEqual(["a", "b"]);
    expect(source.connections()).toBe(1);
    await until(() => second.tab.snapshot().state === "live");
    expect(second.tab.snapshot().greeting).toEqual({ dataAge: 7 });
  });

  it("is taken over by another tab when the one that holds it closes, with nothing missed", async () => {
    const first = openTab({ initialId: 0 });
    await until(() => source.connections() === 1);
    const second = openTab({ initialId: 0 });
    source.append("a");
    await until(() => second.heard.length === 1);
    first.tab.stop();
    source.cut();
    source.append("between");
    await until(() => second.heard.length === 2);
    expect(second.heard).toEqual(["a", "between"]);
    expect(source.asked.at(-1)).toBe("?lastEventId=1");
  });

  it("is made again when it breaks, and says when the next try is", async () => {
    const { tab, heard } = openTab({ initialId: 0 });
    await until(() => tab.snapshot().state === "live");
    source.append("a");
    await until(() => heard.length === 1);
    source.isDown = true;
    source.cut();
    await until(() => tab.snapshot().state === "reconnecting" && tab.snapshot().retryAt !== null);
    source.append("b");
    source.isDown = false;
    tab.retryNow();
    await until(() => heard.length === 2 && tab.snapshot().state === "live");
    expect(heard).toEqual(["a", "b"]);
    expect(tab.snapshot().retryAt).toBeNull();
  });

  it("has everything read anew, in every tab, when too much was missed", async () => {
    const first = openTab({ initialId: 5 });
    await until(() => source.connections() === 1);
    const second = openTab({ initialId: 5 });
    await until(() => second.tab.snapshot().state === "live");
    source.say("id: 9\nevent: reload\ndata: {}\n\n");
    await until(() => first.reloads.length > 0 && second.reloads.length > 0);
    // Opened later with a page from before: nobody knows any more what it missed.
    const third = openTab({ initialId: 6 });
    await until(() => third.reloads.length > 0);
  });

  it("is given up when the session has ended", async () => {
    const signedOut = Promise.withResolvers<void>();
    const { tab } = openTab({ isSignedOut: async () => true, onSignedOut: signedOut.resolve });
    await until(() => tab.snapshot().state === "live");
    source.isDown = true;
    source.cut();
    await signedOut.promise;
    expect(source.asked).toHaveLength(1);
  });
});
