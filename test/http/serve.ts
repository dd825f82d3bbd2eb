import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";

export type Served = { url: string; close(): Promise<void> };

/** A real HTTP server in front of a function that answers requests, as the web process has one. */
export async function serve(answer: (request: Request) => Promise<Response> | Response): Promise<Served> {
  const server = createServer(async (incoming, outgoing) => {
    const leaving = new AbortController();
    outgoing.on("close", () => leaving.abort());
    const url = new URL(incoming.url ?? "/", "http://127.0.0.1");
    const headers = new Headers(incoming.headers as Record<string, string>);
    const response = await answer(
      new Request(url, {
        method: incoming.method ?? "GET",
        headers,
        signal: leaving.signal,
        ...(incoming.method === "POST"
          ? { body: Readable.toWeb(incoming) as ReadableStream, duplex: "half" }
          : {}),
      }),
    );
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    if (response.body === null) {
      outgoing.end();
      return;
    }
    const body = Readable.fromWeb(response.body as NodeReadableStream);
    // A client that leaves in the middle is what these tests are about.
    await pipeline(body, outgoing).catch(() => undefined);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
