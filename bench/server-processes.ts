import { readdir, readFile } from "node:fs/promises";
import pg from "pg";

/** The number of the server process behind `url`. */
export async function postmasterOf(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  const parent = await parentOf(rows[0]?.pid ?? 0);
  await client.end();
  return parent;
}

const parentOf = async (pid: number) => (await statOf(pid))[1] ?? 0;

// The fields after the name, which stands in parentheses and may hold spaces. Of the state, a letter, nothing is asked.
async function statOf(pid: number): Promise<number[]> {
  const stat = await readOr(`/proc/${pid}/stat`);
  return stat === ""
    ? []
    : stat
        .slice(stat.lastIndexOf(")") + 2)
        .split(" ")
        .map(Number);
}

/** The numbers of the processes that it started. */
export async function childrenOf(parent: number): Promise<number[]> {
  if (parent === 0) return [];
  const pids = (await readdir("/proc").catch(() => [])).map(Number).filter((pid) => pid > 0);
  const parents = await Promise.all(pids.map(parentOf));
  return pids.filter((_, index) => parents[index] === parent);
}

/** Hundredths of a second are what the kernel counts in. */
const msPerTick = 10;

/**
 * Processor time that this process and the server have spent so far, in milliseconds; those of its processes that have
 * ended count too. Zero for a server of another system than Linux.
 */
export async function processorMs(postmaster: number): Promise<number> {
  const [own, ...parts] = await Promise.all([
    statOf(postmaster),
    ...(await childrenOf(postmaster)).map(statOf),
  ]);
  const ticks = (fields: readonly number[], places: readonly number[]) =>
    places.reduce((sum, place) => sum + (fields[place] ?? 0), 0);
  const server =
    ticks(own ?? [], [11, 12, 13, 14]) + parts.reduce((sum, part) => sum + ticks(part, [11, 12]), 0);
  const { user, system } = process.cpuUsage();
  return server * msPerTick + (user + system) / 1000;
}

/** A system without /proc and a process that has ended meanwhile have nothing to tell of. */
export const readOr = async (file: string) => await readFile(file, "utf8").catch(() => "");
