import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { AppError } from "#platform/errors.ts";
import type { Change, Disturbance, HttpFault, SourceShape } from "../schedule.ts";
import { applyChange, type ChangingSource } from "./apply-change.ts";
import { type Asked, answerTo, readAsked } from "./source-answers.ts";
import { misbehaveAs } from "./source-faults.ts";

export type SourceServer = Awaited<ReturnType<typeof startSourceServer>>;

/** What stands behind the server for the time of one schedule. */
export type Behind = { source: ChangingSource; shape: SourceShape };

const token = "a token + of & ours";

/** An HTTP server before a source that changes, misbehaving as it is told, request by request. */
export async function startSourceServer() {
  let behind: Behind | null = null;
  let asked = 0;
  let faults = new Map<number, HttpFault>();
  let changes = new Map<number, Change[]>();
  let onRequest: ((count: number) => void) | null = null;
  let held: { until: Promise<void> } | null = null;
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => response.destroy(error as Error));
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (behind === null) throw new AppError("internal", "No source stands behind the server.");
    const { source, shape } = behind;
    const { world, tally } = source;
    const number = asked++;
    onRequest?.(number);
    if (held !== null) await held.until;
    world.clockMs += shape.millisecondsPerAnswer;
    const url = new URL(request.url ?? "/", "http://localhost");
    const what = readAsked(url);
    for (const change of changes.get(number) ?? []) {
      applyChange(source, change);
      noteChange(what, change);
    }
    response.setHeader("x-request-id", `request-${number}`);
    response.setHeader("date", headerDate(world.clockMs));
    const isAllowed = request.headers.authorization === `Bearer ${token}`;
    const answer = isAllowed ? answerTo(behind, what) : { status: 401, json: { error: "wrong token" } };
    if (shape.headerSkewSeconds !== 0) tally.add("source_clock_skew");
    if (what.list !== null && world.hidesSomething(what.list.resource)) tally.add("late_visible");
    const fault = faults.get(number);
    if (fault !== undefined && isAllowed) {
      const isServed = misbehaveAs(fault, { request, response, answer, asked: what, behind });
      if (isServed !== null) tally.add(fault);
      if (isServed === "answered") return;
    }
    const body = JSON.stringify(answer.json);
    response.writeHead(answer.status, {
      "content-type": "application/json",
      ...(shape.compresses ? { "content-encoding": "gzip" } : {}),
    });
    response.end(shape.compresses ? gzipSync(body) : body);
  }

  function headerDate(clockMs: number): string {
    return new Date(clockMs + (behind?.shape.headerSkewSeconds ?? 0) * 1000).toUTCString();
  }

  function noteChange({ list }: Asked, { what }: Change): void {
    if (behind === null || list === null) return;
    if (list.page > 1 || asked > 1) behind.source.tally.add("change_while_paging");
    if (list.page > 1 && (what === "leave_tie" || what === "tie"))
      behind.source.tally.add("one_instant_changes");
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    token,
    /** The two systems have addresses of their own; one holds a path. */
    railsUrl: `${address}/company/rails`,
    supportUrl: address,
    /** Puts a source behind the server. */
    stand(next: Behind): void {
      behind = next;
    },
    /** Disturbs the requests from now on, counted from 0. */
    disturb({ faults: wanted, changes: during }: Disturbance): void {
      asked = 0;
      faults = new Map(wanted.map(({ at, fault }) => [at, fault]));
      changes = new Map();
      for (const { at, change } of during) changes.set(at, [...(changes.get(at) ?? []), change]);
    },
    /** Answers well from now on; changes that nobody waited for are left out. */
    calm(): void {
      faults.clear();
      changes.clear();
      onRequest = null;
    },
    /** Calls `then` at each request, before it is answered. */
    watch(then: ((count: number) => void) | null): void {
      onRequest = then;
    },
    /** Answers nothing until the function that it gives is called. */
    hold(): () => void {
      let release: () => void = () => undefined;
      held = { until: new Promise((resolve) => (release = resolve)) };
      return () => {
        held = null;
        release();
      };
    },
    requests: () => asked,
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
