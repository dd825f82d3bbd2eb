import { childrenOf, postmasterOf, readOr } from "./server-processes.ts";

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

async function megabytesOf(pid: number): Promise<number> {
  const rollup = await readOr(`/proc/${pid}/smaps_rollup`);
  return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) / 1024;
}
