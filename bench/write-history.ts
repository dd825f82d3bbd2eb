import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { sessionOfHistory, worldFor } from "./made-sessions.ts";

/** node bench/write-history.ts FILE SESSIONS: a history of so many sessions as NDJSON. */
const [file = "", count = "0"] = process.argv.slice(2);
const sessions = Number(count);
const world = worldFor(sessions);
const out = createWriteStream(file, { highWaterMark: 1 << 20 });
let lines = "";
for (let id = 1; id <= sessions; id++) {
  lines += `${JSON.stringify(sessionOfHistory(world, id, sessions))}\n`;
  if (lines.length < 1 << 20 && id < sessions) continue;
  if (!out.write(lines)) await once(out, "drain");
  lines = "";
}
out.end();
await once(out, "finish");
