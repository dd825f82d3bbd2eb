import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createConnection, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { redisServer } from "./capabilities.ts";

export type TestRedis = { url: string; stop(): Promise<void> };

/** A real Redis of its own for a test file; it ends with the test run, however that ends. */
export async function startTestRedis(): Promise<TestRedis> {
  if (redisServer === null) throw new Error("There is no redis-server here; skip with test/capabilities.ts.");
  const folder = await mkdtemp(path.join(tmpdir(), "dashboard-redis-"));
  const port = await findFreePort();
  const options = [
    "--port",
    port,
    "--bind",
    "127.0.0.1",
    "--dir",
    folder,
    "--save",
    "",
    "--appendonly",
    "no",
  ];
  // The shell ends when its standard input closes, which the kernel does for us even when we are killed.
  const script = '"$@" >/dev/null 2>&1 & server=$!; cat >/dev/null; kill $server; wait $server; rm -rf "$0"';
  const child = spawn("sh", ["-c", script, folder, redisServer, ...options.map(String)], {
    detached: true,
    stdio: ["pipe", "ignore", "inherit"],
  });
  await waitUntilListening(port);
  return {
    url: `redis://127.0.0.1:${port}`,
    async stop() {
      const ended = once(child, "exit");
      child.stdin.end();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A port that nothing listens on at this moment. */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("a TCP server has a port");
  return address.port;
}

async function waitUntilListening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const socket = createConnection({ port, host: "127.0.0.1" });
    const connected = await once(socket, "connect").then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (connected) return;
    await sleep(25);
  }
  throw new Error("redis-server did not start within five seconds.");
}
