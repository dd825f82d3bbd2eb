import { spawn } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { projectRoot, sayAndExit } from "./say.mjs";

const neededMajor = 24;

/** The Node to run the product on: the pinned one, or the one that runs now where that is new enough. */
export function findNode() {
  const current = realpathSync(process.execPath);
  const pinned = findPinnedNode();
  if (pinned !== null) return realpathSync(pinned) === current ? process.execPath : pinned;
  if (Number(process.versions.node.split(".")[0]) >= neededMajor) return process.execPath;
  return sayAndExit(
    `Node ${neededMajor} is needed. npm did not install it for ${process.platform}-${process.arch}, and this is Node ${process.versions.node}: run npm install --include=optional, or install Node ${neededMajor} from https://nodejs.org and try again.`,
  );
}

/** The program of the pinned Node that npm installed for this platform, or null. */
export function findPinnedNode() {
  const platform = process.platform === "win32" ? "win" : process.platform;
  const program = process.platform === "win32" ? "node.exe" : "node";
  const names = [`node-${platform}-${process.arch}`, `node-bin-${platform}-${process.arch}`];
  const files = names.map((name) => path.join(projectRoot, "node_modules", name, "bin", program));
  return files.find((file) => existsSync(file)) ?? null;
}

/** Runs a script on that Node as if it were this process: same streams, signals handed on, same exit code. */
export function runOnNode(node, script, args) {
  const preload = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "exit-with-parent.mjs");
  const child = spawn(node, ["--import", preload, script, ...args], {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: { ...process.env, PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ""}` },
  });
  // The script decides when to end, and we end with it.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.once("error", (error) => sayAndExit(`${node} could not be started: ${error.message}.`));
    child.once("exit", (code, signal) => resolve(code ?? 128 + (os.constants.signals[signal] ?? 0)));
  });
}
