import { isEqual } from "es-toolkit";
import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { asViewer } from "#db/transaction.ts";
import { AppError } from "../errors.ts";
import type { Viewer } from "../viewer.ts";
import { type Batch, type EventHub, keepNewest, type Subscription } from "./event-hub.ts";
import type { EventReader, LogBounds } from "./event-reader.ts";
import { type EventRow, eventColumns, type LoggedEvent, loggedEvent } from "./logged-event.ts";

export type StreamRequest = {
  viewer: Viewer;
  /** The last event that the browser has; null where it starts. */
  lastEventId: number | null;
  /** Aborted when the browser leaves. */
  signal: AbortSignal;
  /** Who asks, asked again now and then: the stream of whoever signed out or got other rights ends. */
  resolveAgain: () => Promise<Viewer | null>;
  /** Sent first, beside the number of the newest event. */
  greeting: Record<string, unknown>;
};

export type StreamParts = { db: Database; hub: EventHub; reader: EventReader };

const beatEveryMs = 15_000;
/** Rights are looked at again with every fourth beat: once a minute. */
const beatsPerCheck = 4;
/** Events that a browser which comes back is given; with more, reading everything anew is less work. */
const mostReplayed = 5_000;
/** Bytes that may wait for a browser before it counts as lagging. */
const mostWaitingBytes = 64 * 1024;

const headers = {
  "content-type": "text/event-stream; charset=utf-8",
  // no-transform keeps compressing proxies, and Next itself, from holding events back.
  "cache-control": "no-store, no-transform",
  "x-accel-buffering": "no",
};

/**
 * The live stream of one browser as Server-Sent Events: `hello` first, then `changes`, whose id is the number of
 * the last event in them; `beat` every 15 seconds; `reload` where more was missed than can be given. Throws
 * unavailable while the process stops: a browser that came back to it would keep it from leaving.
 */
export function openEventStream(parts: StreamParts, request: StreamRequest): Response {
  const { hub, reader } = parts;
  if (hub.isClosed()) {
    throw new AppError("unavailable", "This server is being stopped. Connect again.", {
      retryAfterSeconds: 1,
    });
  }
  let subscription: Subscription | undefined;
  let beat: NodeJS.Timeout | undefined;
  const encoder = new TextEncoder();

  const stop = () => {
    clearInterval(beat);
    subscription?.end();
  };
  const body = new ReadableStream<Uint8Array>(
    {
      async start(controller) {
        let sentId = 0;
        const write = (text: string): boolean => {
          controller.enqueue(encoder.encode(text));
          return (controller.desiredSize ?? 0) > 0;
        };
        const close = () => {
          stop();
          closeQuietly(controller);
        };
        const send = (batch: Batch) => {
          sentId = batch.id;
          return write(formatBatch(batch));
        };
        subscription = hub.subscribe({ viewer: request.viewer, send, close });
        request.signal.addEventListener("abort", close, { once: true });
        try {
          const { text, afterId } = await catchUp(parts, request, reader.lastId());
          if (request.signal.aborted) return;
          sentId = afterId;
          write(text);
          subscription.release(afterId);
          beat = startBeat(request, () => void write(`id: ${sentId}\nevent: beat\ndata: {}\n\n`), close);
        } catch (error) {
          stop();
          controller.error(error);
        }
      },
      pull: () => subscription?.drained(),
      cancel: stop,
    },
    new ByteLengthQueuingStrategy({ highWaterMark: mostWaitingBytes }),
  );
  return new Response(body, { headers });
}

function startBeat(request: StreamRequest, write: () => void, close: () => void): NodeJS.Timeout {
  let beats = 0;
  return setInterval(() => {
    write();
    beats += 1;
    if (beats % beatsPerCheck === 0) void closeWithoutRights(request, close);
  }, beatEveryMs);
}

async function closeWithoutRights({ viewer, resolveAgain }: StreamRequest, close: () => void): Promise<void> {
  // Where it cannot be found out now, it is at the next check.
  const now = await resolveAgain().catch(() => viewer);
  if (!isEqual(now, viewer)) close();
}

/** What a browser gets at once, and the number up to which it is then told everything. */
async function catchUp(
  { db, reader }: StreamParts,
  { viewer, lastEventId, greeting }: StreamRequest,
  startId: number,
): Promise<{ text: string; afterId: number }> {
  const hello = `event: hello\ndata: ${JSON.stringify({ ...greeting, lastEventId: startId })}\n`;
  if (lastEventId === null) return { text: `id: ${startId}\n${hello}\n`, afterId: startId };
  const bounds = await reader.bounds();
  const missed = wasTrimmed(lastEventId, bounds, startId)
    ? null
    : await readMissed(db, viewer, lastEventId, startId);
  if (missed === null) {
    return { text: `${hello}\n${formatBatch({ id: startId, events: null })}`, afterId: startId };
  }
  // Another process of ours may have told this browser more than we have read ourselves.
  const afterId = Math.max(lastEventId, startId);
  const changes = missed.length === 0 ? "" : formatBatch({ id: afterId, events: missed });
  return { text: `${hello}\n${changes}`, afterId };
}

/** Whether events after `lastEventId` may be gone, or the number is not one of this log. */
function wasTrimmed(lastEventId: number, { oldest, newest }: LogBounds, startId: number): boolean {
  if (oldest === null || newest === null) return lastEventId > 0;
  return lastEventId < oldest - 1 || lastEventId > Math.max(newest, startId);
}

/** What the viewer may see of (lastEventId, startId], the newest of each kind and key; null where it is too much. */
async function readMissed(
  db: Database,
  viewer: Viewer,
  lastEventId: number,
  startId: number,
): Promise<LoggedEvent[] | null> {
  const { rows } = await asViewer(db, viewer, async (trx) =>
    sql<EventRow>`select ${sql.raw(eventColumns)} from event_log
      where event_id > ${lastEventId} and event_id <= ${startId}
      order by event_id limit ${mostReplayed + 1}`.execute(trx),
  );
  if (rows.length > mostReplayed) return null;
  const newest = new Map<string, LoggedEvent>();
  for (const row of rows) keepNewest(newest, loggedEvent(row));
  return [...newest.values()];
}

function formatBatch({ id, events }: Batch): string {
  if (events === null) return `id: ${id}\nevent: reload\ndata: {}\n\n`;
  const list = events.map((event) => event.json).join(",");
  return `id: ${id}\nevent: changes\ndata: {"events":[${list}]}\n\n`;
}

function closeQuietly(controller: ReadableStreamDefaultController): void {
  try {
    controller.close();
  } catch {
    // The browser has closed it already.
  }
}
