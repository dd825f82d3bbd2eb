// The first thing that runs on a fresh clone, on any Node from 20 and before anything is installed:
// built-ins only, and no syntax that an old Node does not know.
import path from "node:path";
import { pathToFileURL } from "node:url";
import { endWithNpm } from "./bootstrap/end-with-npm.mjs";
import { ensurePackages } from "./bootstrap/ensure-packages.mjs";
import { findNode, runOnNode } from "./bootstrap/pinned-node.mjs";
import { projectRoot, sayAndExit } from "./bootstrap/say.mjs";

const scripts = {
  install: null,
  start: "scripts/start.ts",
  dev: "scripts/start.ts",
  build: "scripts/build.ts",
  ops: "scripts/ops.ts",
  test: "test/run-suites.ts",
  bench: "bench/run.ts",
  faults: "test/faults/faults-cli.ts",
};

const [mode = "", ...rest] = process.argv.slice(2);
if (!Object.hasOwn(scripts, mode)) {
  sayAndExit(`Say what to run: node scripts/run.mjs ${Object.keys(scripts).join("|")}.`);
}

endWithNpm();
await ensurePackages();
if (scripts[mode] === null) process.exit(0);
const script = path.join(projectRoot, scripts[mode]);
const args = mode === "dev" ? ["--dev", ...rest] : rest;
const node = findNode();
if (node === process.execPath) {
  process.argv = [process.argv[0], script, ...args];
  await import(pathToFileURL(script).href);
} else {
  process.exitCode = await runOnNode(node, script, args);
}
