import { type ChildProcess, spawn } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { findFreePort } from "../redis-server.ts";
import { administrator } from "./administrator.ts";

export type LaunchedProduct = {
  address: string;
  mockSource: string;
  dataDir: string;
  /** Stops it as Ctrl-C does; tells how long that took and how it ended. */
  stop: () => Promise<{ seconds: number; code: number | null }>;
  /** Stops it and removes its data. */
  end: () => Promise<void>;
};

/** The whole product, started as a user starts it, with ports and data of its own. */
export async function launchProduct(
  { customers }: { customers: number },
  variables: Readonly<Record<string, string>> = {},
): Promise<LaunchedProduct> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "dashboard-e2e-"));
  await chmod(dataDir, 0o711);
  const [port, mockSourcePort] = [await findFreePort(), await findFreePort()];
  const address = `http://127.0.0.1:${port}`;
  const product = spawn(process.execPath, [path.resolve("scripts/start.ts")], {
    env: {
      ...process.env,
      PORT: String(port),
      APP_URL: address,
      APP_ENV: "test",
      MOCK_SOURCE_PORT: String(mockSourcePort),
      MOCK_CUSTOMERS: String(customers),
      DATA_DIR: dataDir,
      DATABASE_URL: "",
      REDIS_URL: "",
      ADMIN_EMAIL: administrator.email,
      ADMIN_PASSWORD: administrator.password,
      ...variables,
    },
    // The channel tells the launcher when we are gone, however we went.
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  const stop = async () => {
    const startedMs = performance.now();
    await endProcess(product);
    return { seconds: (performance.now() - startedMs) / 1000, code: product.exitCode };
  };
  const end = async () => {
    await endProcess(product);
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await untilReady(product);
  } catch (error) {
    await end();
    throw error;
  }
  return { address, mockSource: `http://127.0.0.1:${mockSourcePort}`, dataDir, stop, end };
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

function endProcess(product: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    product.once("exit", () => resolve());
    if (product.exitCode !== null || product.signalCode !== null) resolve();
    else product.kill("SIGTERM");
  });
}
