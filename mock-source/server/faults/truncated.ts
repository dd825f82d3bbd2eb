import type { Response } from "express";
import { replaceBytes } from "./alter-answer.ts";
import type { FaultKind } from "./fault.ts";

const ways = ["length", "chunk", "close"] as const;

/** Writes past the HTTP layer, which would not let a wrong answer out. */
function cutShort(response: Response, body: string, way: (typeof ways)[number]): void {
  const socket = response.socket;
  if (!socket) return;
  const full = Buffer.from(body);
  const half = full.subarray(0, Math.max(1, full.length >> 1));
  const framing = {
    length: `Content-Length: ${full.length}\r\n`,
    chunk: "Transfer-Encoding: chunked\r\n",
    close: "Connection: close\r\n",
  }[way];
  const kept = ["Date", "X-Request-Id"].map((name) => `${name}: ${response.get(name) ?? ""}\r\n`).join("");
  socket.write(`HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\n${kept}${framing}\r\n`);
  if (way === "chunk") socket.write(`${full.length.toString(16)}\r\n`);
  socket.end(half);
}

export const truncated: FaultKind = {
  name: "truncated",
  takes:
    "way (length: shorter than its Content-Length, the default; chunk: ends within a chunk; close: no length at all)",
  layer: "bytes",
  prepare: (fields) => {
    const way = fields.choice("way", ways, "length");
    return {
      misbehave(_request, response, next) {
        replaceBytes(response, (text) => cutShort(response, text, way));
        next();
      },
    };
  },
};
