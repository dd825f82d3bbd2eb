import { execFile } from "node:child_process";
import { chmod, chown, type FileHandle, mkdir, open, rm, stat } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

export type SmallDisk = {
  /** Belongs to whom the server runs as. */
  folder: string;
  hasTablespace: boolean;
  /** Leaves no byte free. */
  fill(): Promise<void>;
  free(): Promise<void>;
  unmount(): Promise<void>;
};

const sizeMegabytes = 64;
const run = promisify(execFile);

/** A disk of a few megabytes in memory; null where this machine lets us mount none. */
export async function mountSmallDisk(mountPoint: string): Promise<SmallDisk | null> {
  await mkdir(mountPoint, { recursive: true });
  const isMounted = await run("mount", [
    "-t",
    "tmpfs",
    "-o",
    `size=${sizeMegabytes}m`,
    "tmpfs",
    mountPoint,
  ]).then(
    () => true,
    () => false, // Not root, or a container that may not: the kind is left out, and the summary says so.
  );
  if (!isMounted) return null;
  await chmod(mountPoint, 0o711);
  const folder = path.join(mountPoint, "tablespace");
  await mkdir(folder, { mode: 0o700 });
  const { uid, gid } = await stat(path.join(mountPoint, "..", "postgres"));
  await chown(folder, uid, gid);
  const filler = path.join(mountPoint, "filler");
  return {
    folder,
    hasTablespace: false,
    fill: async () => await fillUp(filler),
    free: async () => await rm(filler, { force: true }),
    async unmount() {
      // Lazily: a server that is just ending may still hold a file.
      await run("umount", ["-l", mountPoint]);
    },
  };
}

async function fillUp(file: string): Promise<void> {
  const handle = await open(file, "a");
  try {
    for (const bytes of [1024 * 1024, 4096, 1]) await writeUntilFull(handle, Buffer.alloc(bytes));
  } finally {
    await handle.close();
  }
}

async function writeUntilFull(handle: FileHandle, block: Buffer): Promise<void> {
  try {
    for (;;) await handle.write(block);
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error) || error.code !== "ENOSPC") throw error;
  }
}
