import { readdir, readFile } from "node:fs/promises";
import pg from "pg";

export type PeakMemory = { ownMb: number; postgresMb: number };

/**
 * Watches the memory of a process and of the PostgreSQL server behind `url` until stopped: megabytes at the highest,
 * what processes share counted once (PSS). Zero where the system does not tell.
 */
export async function watchMemory(url: string, ownPid: number): Promise<() => Promise<PeakMemory>> {
  const postmaster = await postmasterOf(url);
  const peak: PeakMemory = { ownMb: 0, postgresMb: 0 };
  const look = async () => {
    peak.ownMb = Math.max(peak.ownMb, await megabytesOf(ownPid));
    const server = [postmaster, ...(await childrenOf(postmaster))];
    const parts = await Promise.all(server.map(megabytesOf));
    peak.postgresMb = Math.max(
      peak.postgresMb,
      parts.reduce((sum, part) => sum + part, 0),
    );
  };
  let looking = Promise.resolve();
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, 1000);
  return async () => {
    clearInterval(timer);
    await looking;
    await look();
    return { ownMb: Math.round(peak.ownMb), postgresMb: Math.round(peak.postgresMb) };
  };
}

async function postmasterOf(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  const parent = await parentOf(rows[0]?.pid ?? 0);
  await client.end();
  return parent;
}

// The fields after the name, which stands in parentheses and may hold spaces.
async function parentOf(pid: number): Promise<number> {
  const stat = await readOr(`/proc/${pid}/stat`);
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1] ?? 0);
}

async function childrenOf(parent: number): Promise<number[]> {
  if (parent === 0) return [];
  const pids = (await readdir("/proc").catch(() => [])).map(Number).filter((pid) => pid > 0);
  const parents = await Promise.all(pids.map(parentOf));
  return pids.filter((_, index) => parents[index] === parent);
}

async function megabytesOf(pid: number): Promise<number> {
  const rollup = await readOr(`/proc/${pid}/smaps_rollup`);
  return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) / 1024;
}

// A process that has ended meanwhile, or a system without /proc, has no memory to tell of.
const readOr = async (file: string) => await readFile(file, "utf8").catch(() => "");
