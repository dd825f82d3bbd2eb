import type { IncomingMessage, ServerResponse } from "node:http";
import type { Misbehaviour } from "#sources/fixtures/contract-server.ts";
import { misbehave } from "#sources/fixtures/misbehaviours.ts";
import type { HttpFault } from "../schedule.ts";
import { type Answer, type Asked, answerTo } from "./source-answers.ts";
import type { Behind } from "./source-server.ts";

export type Moment = {
  request: IncomingMessage;
  response: ServerResponse;
  answer: Answer;
  asked: Asked;
  behind: Behind;
};

/** How old an answer from a cache may be: with two minutes of late commits it stays within the overlap of three. */
const staleMs = 50_000;

const broken: Partial<Record<HttpFault, Misbehaviour>> = {
  reset: misbehave.reset,
  hang: misbehave.hang,
  too_short: misbehave.tooShort,
  cut_chunk: misbehave.cutChunk,
  no_length: misbehave.noLength,
  cut_gzip: misbehave.cutGzip,
  not_gzip: misbehave.notGzip,
  not_utf8: misbehave.notUtf8,
  html_200: misbehave.htmlAsSuccess,
  too_many_seconds: misbehave.status(429, { "retry-after": "0" }),
  refused_token: misbehave.status(401),
};

const serverErrors = [
  misbehave.status(500),
  misbehave.status(502),
  misbehave.status(503, { "retry-after": "0" }),
];

/**
 * Does what a fault says. "answered" where nothing is left to send, "altered" where the answer is another one
 * now, null where the fault has no meaning for this request.
 */
export function misbehaveAs(fault: HttpFault, moment: Moment): "answered" | "altered" | null {
  const { request, response, answer, behind } = moment;
  const body = JSON.stringify(answer.json);
  const plain = broken[fault];
  if (plain !== undefined) return plain(request, response, body) ? "answered" : null;
  switch (fault) {
    case "server_error":
      return serverErrors[body.length % serverErrors.length]?.(request, response, body) ? "answered" : null;
    case "too_many_date": {
      const at = new Date(behind.source.world.clockMs + behind.shape.headerSkewSeconds * 1000).toUTCString();
      return misbehave.status(429, { "retry-after": at })(request, response, body) ? "answered" : null;
    }
    case "wrong_shape":
      return wrongShape(moment, body)(request, response, body) ? "answered" : null;
    default:
      return alterPage(fault, moment);
  }
}

function wrongShape({ asked }: Moment, body: string): Misbehaviour {
  const shapes: unknown[] = [
    [],
    { error: "none" },
    { [asked.resource]: {}, meta: { next_page: null } },
    { [asked.resource]: [], meta: {} },
    { [asked.resource]: [], meta: { current_page: 1, next_page: null, total_pages: 2, total_count: 900 } },
    { ids: "none", counts: {}, meta: {} },
    null,
  ];
  return misbehave.json(shapes[body.length % shapes.length]);
}

type PageJson = Record<string, unknown> & { meta: Record<string, unknown> };

/** Puts another page in the answer's place, in its shape. */
function alterPage(fault: HttpFault, { answer, asked, behind, response }: Moment): "altered" | null {
  const { list } = asked;
  if (list === null || answer.status !== 200) return null;
  const page = answer.json as PageJson;
  const rows = page[list.resource] as unknown[];
  if (fault === "other_page") {
    answer.json = answerTo(behind, { ...asked, list: { ...list, page: list.page + 1 } }).json;
    return "altered";
  }
  if (fault === "stale_page") {
    const atMs = behind.source.world.clockMs - staleMs;
    response.setHeader("date", new Date(atMs + behind.shape.headerSkewSeconds * 1000).toUTCString());
    answer.json = answerTo(behind, asked, atMs).json;
    return "altered";
  }
  if (rows.length < 2) return null;
  answer.json = {
    ...page,
    [list.resource]: fault === "duplicate_rows" ? [...rows, ...rows.slice(0, 2)] : [...rows].reverse(),
  };
  return "altered";
}
