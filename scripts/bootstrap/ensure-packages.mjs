import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { findPinnedNode } from "./pinned-node.mjs";
import { projectRoot, say, sayAndExit } from "./say.mjs";

const stampFile = path.join(projectRoot, "node_modules", ".installed-for");

/** Installs the packages where they are missing or other than package-lock.json says. */
export async function ensurePackages() {
  if (readStamp() === wantedStamp()) return;
  // An install that dies half-way must be seen as none at all.
  rmSync(stampFile, { force: true });
  await install();
  mkdirSync(path.dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, wantedStamp());
}

function readStamp() {
  try {
    return readFileSync(stampFile, "utf8");
  } catch {
    return null; // No stamp, or none that can be read: both mean that we must install.
  }
}

// npm may have rewritten the lock file itself, so this is asked again after an install.
function wantedStamp() {
  const lock = readFileSync(path.join(projectRoot, "package-lock.json"));
  return `${process.platform}-${process.arch} ${createHash("sha256").update(lock).digest("hex")}\n`;
}

async function install() {
  const startedAt = Date.now();
  say("Installing packages (a minute or two the first time) …");
  const timer = setInterval(() => {
    say(`Installing packages … ${Math.round((Date.now() - startedAt) / 1000)} s`);
  }, 10_000);
  const before = findPinnedNode();
  let code = await runNpm(before);
  const after = findPinnedNode();
  // An old Node leaves out optional packages that it cannot run; the pinned one, now here, takes them too.
  if (code === 0 && before === null && after !== null) code = await runNpm(after);
  clearInterval(timer);
  if (code !== 0) {
    sayAndExit(
      `npm install failed (exit code ${code}), its message is above. Mend that (most often the network or a full disk) and run the same command again.`,
    );
  }
  say(`Packages installed in ${Math.round((Date.now() - startedAt) / 1000)} s.`);
}

function runNpm(pinnedNode) {
  const install = ["install", "--no-audit", "--no-fund", "--include=dev", "--include=optional"];
  const cli = findNpmCli();
  const [file, first] = cli === null ? ["npm", []] : [pinnedNode ?? process.execPath, [cli]];
  return new Promise((resolve) => {
    // Everything npm says goes to our standard error.
    const child = spawn(file, [...first, ...install], {
      cwd: projectRoot,
      env: { ...process.env, NODE_ENV: "" },
      stdio: ["ignore", 2, 2],
      shell: process.platform === "win32" && file === "npm",
    });
    child.once("error", (error) => sayAndExit(`npm could not be started: ${error.message}. Install npm.`));
    child.once("close", (code, signal) => resolve(code ?? signal));
  });
}

/** npm's own script, so that it can run on the Node of our choice; null where only its command is known. */
function findNpmCli() {
  const given = process.env.npm_execpath ?? "";
  if (path.basename(given) === "npm-cli.js") return given;
  for (const folder of (process.env.PATH ?? "").split(path.delimiter)) {
    const file = path.join(folder, "npm");
    if (existsSync(file) && path.basename(realpathSync(file)) === "npm-cli.js") return realpathSync(file);
  }
  return null;
}
