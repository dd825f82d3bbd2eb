import { randomBytes } from "node:crypto";
import { chmod, mkdir, open, readFile, realpath, rename, stat } from "node:fs/promises";
import path from "node:path";
import { AppError } from "../errors.ts";
import { isCode } from "./native-files.ts";

/** The files of one embedded PostgreSQL inside DATA_DIR. */
export type DataFolder = {
  dataDir: string;
  /** PostgreSQL's own folder (PGDATA). */
  cluster: string;
  log: string;
  startLock: string;
  usersLock: string;
  access: ServerAccess;
};

/** Passwords of the three roles, and the port that the server had last. */
export type ServerAccess = {
  port: number | null;
  superuserPassword: string;
  ownerPassword: string;
  webPassword: string;
};

/** Makes DATA_DIR where it is missing and gives the paths in it. */
export async function prepareDataDir(dataDir: string): Promise<Omit<DataFolder, "access">> {
  // Others may pass through to PostgreSQL's folder (which is closed to them) but list nothing.
  await mkdir(dataDir, { recursive: true, mode: 0o711 });
  const real = await realpath(dataDir);
  return {
    dataDir: real,
    cluster: path.join(real, "postgres"),
    log: path.join(real, "postgres.log"),
    startLock: path.join(real, "postgres-start.lock"),
    usersLock: path.join(real, "postgres-users.lock"),
  };
}

/** Reads the passwords, or makes them where there is no cluster yet. Only under the start lock. */
export async function readOrMakeAccess(folder: Omit<DataFolder, "access">): Promise<DataFolder> {
  const found = await readAccess(folder.dataDir);
  if (found !== null) return { ...folder, access: found };
  if (await hasCluster(folder.cluster)) {
    throw new AppError(
      "misconfigured",
      `${folder.dataDir} holds a PostgreSQL but ${accessFile(folder.dataDir)} with its passwords is missing. Put that file back, or set DATA_DIR to another folder.`,
    );
  }
  const access = {
    port: null,
    superuserPassword: newPassword(),
    ownerPassword: newPassword(),
    webPassword: newPassword(),
  };
  await writeAccess(folder.dataDir, access);
  return { ...folder, access };
}

/** Keeps the port so that later starts use the same address and others find the server. */
export async function rememberPort(folder: DataFolder, port: number): Promise<DataFolder> {
  if (folder.access.port === port) return folder;
  const access = { ...folder.access, port };
  await writeAccess(folder.dataDir, access);
  return { ...folder, access };
}

/** True where PostgreSQL's folder was initialised to its end; initdb works beside it and is moved in when done. */
export async function hasCluster(cluster: string): Promise<boolean> {
  try {
    return (await stat(path.join(cluster, "PG_VERSION"))).isFile();
  } catch (error) {
    if (isCode(error, "ENOENT")) return false;
    throw error;
  }
}

function accessFile(dataDir: string): string {
  return path.join(dataDir, "postgres-access.json");
}

async function readAccess(dataDir: string): Promise<ServerAccess | null> {
  try {
    return JSON.parse(await readFile(accessFile(dataDir), "utf8")) as ServerAccess;
  } catch (error) {
    if (isCode(error, "ENOENT")) return null;
    throw new AppError(
      "misconfigured",
      `${accessFile(dataDir)} cannot be read. Make it readable for the user that starts the product, or set DATA_DIR to another folder.`,
      { cause: error },
    );
  }
}

async function writeAccess(dataDir: string, access: ServerAccess): Promise<void> {
  const file = accessFile(dataDir);
  const draft = `${file}.${process.pid}`;
  const handle = await open(draft, "w", 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(access, null, 2)}\n`);
    // Passwords that the cluster was made with must survive a power cut.
    await handle.sync();
  } finally {
    await handle.close();
  }
  await chmod(draft, 0o600);
  await rename(draft, file);
}

function newPassword(): string {
  return randomBytes(24).toString("base64url");
}
