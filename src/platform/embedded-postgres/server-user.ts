import { constants } from "node:fs";
import { access, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { AppError } from "../errors.ts";

/**
 * Who the server runs as. PostgreSQL refuses to run as root, so root hands it to `nobody`. Where folders on
 * the way are closed to `nobody` (a clone below /root, or made by mktemp), the server gets the one Linux
 * capability that lets it pass them.
 */
export type ServerUser =
  | { kind: "ourselves" }
  | { kind: "nobody"; uid: number; gid: number; capability: Capability | null };

type Capability = { name: "dac_read_search" | "dac_override"; setpriv: string };

/** From linux/capability.h. */
const capabilityBit = { dacOverride: 1n, dacReadSearch: 2n, setpcap: 8n } as const;

export type Command = {
  file: string;
  args: string[];
  identity: { uid?: number; gid?: number };
};

/** Chooses the user for a server that must reach the given folders. Throws `misconfigured` where none can. */
export async function chooseServerUser(folders: readonly string[]): Promise<ServerUser> {
  if (process.getuid?.() !== 0) return { kind: "ourselves" };
  const { uid, gid } = await findNobody();
  const closed = await findClosedFolder(folders);
  if (closed === null) return { kind: "nobody", uid, gid, capability: null };
  const capability = await findCapability();
  if (capability === null) {
    throw new AppError(
      "misconfigured",
      `PostgreSQL cannot run as root, and the user nobody may not enter ${closed}. Move the project and DATA_DIR to a folder that everyone may enter, install setpriv (package util-linux), or start as another user.`,
    );
  }
  return { kind: "nobody", uid, gid, capability };
}

/** The command that runs a program as that user. */
export function commandAs(user: ServerUser, file: string, args: readonly string[]): Command {
  if (user.kind === "ourselves") return { file, args: [...args], identity: {} };
  const { uid, gid, capability } = user;
  if (capability === null) return { file, args: [...args], identity: { uid, gid } };
  const grant = `+${capability.name}`;
  const identity = [`--reuid=${uid}`, `--regid=${gid}`, "--clear-groups"];
  // PostgreSQL looks for its programs with access(2), which ignores the capabilities of a user other than
  // root unless this bit is set.
  const grants = [`--inh-caps=${grant}`, `--ambient-caps=${grant}`, "--securebits=+no_setuid_fixup"];
  return { file: capability.setpriv, args: [...identity, ...grants, "--", file, ...args], identity: {} };
}

async function findNobody(): Promise<{ uid: number; gid: number }> {
  const passwd = await readFile("/etc/passwd", "utf8");
  const fields = passwd
    .split("\n")
    .map((line) => line.split(":"))
    .find(([name]) => name === "nobody");
  return { uid: Number(fields?.[2] ?? 65_534), gid: Number(fields?.[3] ?? 65_534) };
}

async function findClosedFolder(folders: readonly string[]): Promise<string | null> {
  for (const folder of folders) {
    for (let current = folder; ; current = path.dirname(current)) {
      const { mode } = await stat(current);
      if ((mode & constants.S_IXOTH) === 0) return current;
      if (current === path.dirname(current)) break;
    }
  }
  return null;
}

async function findCapability(): Promise<Capability | null> {
  const setpriv = await findProgram("setpriv");
  if (setpriv === null || process.platform !== "linux") return null;
  const status = await readFile("/proc/self/status", "utf8");
  const held = BigInt(`0x${/^CapPrm:\s*([0-9a-f]+)/m.exec(status)?.[1] ?? "0"}`);
  const holds = (bit: bigint) => ((held >> bit) & 1n) === 1n;
  if (!holds(capabilityBit.setpcap)) return null;
  if (holds(capabilityBit.dacReadSearch)) return { name: "dac_read_search", setpriv };
  if (holds(capabilityBit.dacOverride)) return { name: "dac_override", setpriv };
  return null;
}

async function findProgram(name: string): Promise<string | null> {
  for (const folder of ["/usr/bin", "/bin", "/usr/sbin", "/sbin"]) {
    const file = path.join(folder, name);
    const usable = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (usable) return file;
  }
  return null;
}
