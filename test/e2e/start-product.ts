import { type ChildProcess, spawn } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { findFreePort } from "../redis-server.ts";
import { administrator } from "./administrator.ts";

/** Playwright's global set-up: the whole product, started as a user starts it, with ports and data of its own. */
// biome-ignore lint/style/noDefaultExport: Playwright takes a global set-up by its default export.
export default async function startProduct(): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "dashboard-e2e-"));
  await chmod(dataDir, 0o711);
  const [port, mockSourcePort] = [await findFreePort(), await findFreePort()];
  process.env.E2E_ADDRESS = `http://127.0.0.1:${port}`;
  process.env.E2E_MOCK_SOURCE = `http://127.0.0.1:${mockSourcePort}`;
  process.env.E2E_DATA_DIR = dataDir;
  const product = spawn(process.execPath, [path.resolve("scripts/start.ts")], {
    env: {
      ...process.env,
      PORT: String(port),
      APP_URL: process.env.E2E_ADDRESS,
      APP_ENV: "test",
      MOCK_SOURCE_PORT: String(mockSourcePort),
      MOCK_CUSTOMERS: "300",
      DATA_DIR: dataDir,
      DATABASE_URL: "",
      REDIS_URL: "",
      ADMIN_EMAIL: administrator.email,
      ADMIN_PASSWORD: administrator.password,
    },
    // The channel tells the launcher when we are gone, however we went.
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  const end = async () => {
    await stop(product);
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await untilReady(product);
  } catch (error) {
    await end();
    throw error;
  }
  return end;
}

function untilReady(product: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    product.stdout?.on("data", (chunk: Buffer) => {
      if (chunk.toString().includes("The dashboard is ready")) resolve();
    });
    product.once("exit", (code) => reject(new Error(`The product did not start (exit code ${code}).`)));
    product.once("error", reject);
  });
}

function stop(product: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    product.once("exit", () => resolve());
    if (product.exitCode !== null || product.signalCode !== null) resolve();
    else product.kill("SIGTERM");
  });
}
