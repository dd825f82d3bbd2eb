import { statfs } from "node:fs/promises";

/** PostgreSQL settings by name, as one would write them in postgresql.conf. */
export type ServerSettings = Readonly<Record<string, string>>;

/** For two cores and at most 4 GiB of memory for PostgreSQL; what is committed is on the disk. */
const durableSettings: ServerSettings = {
  max_connections: "200",
  shared_buffers: "512MB",
  effective_cache_size: "3GB",
  work_mem: "16MB",
  maintenance_work_mem: "256MB",
  max_wal_size: "4GB",
  min_wal_size: "256MB",
  checkpoint_timeout: "15min",
  max_parallel_workers_per_gather: "1",
  max_parallel_workers: "2",
  random_page_cost: "1.1",
  // Compiling costs more than it gives on queries that end within milliseconds.
  jit: "off",
  // A default of 1000 samples too few rows of the change log to be vacuumed in time.
  autovacuum_vacuum_scale_factor: "0.05",
  autovacuum_analyze_scale_factor: "0.05",
  timezone: "UTC",
  log_timezone: "UTC",
  log_line_prefix: "%m [%p] %u@%d ",
};

/** For data that is thrown away: nothing waits for the disk. */
export const throwawaySettings: ServerSettings = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  shared_buffers: "192MB",
  maintenance_work_mem: "64MB",
  wal_level: "minimal",
  max_wal_senders: "0",
  max_wal_size: "2GB",
};

/** The settings of a server, the given ones over the usual ones. */
export async function chooseSettings(given: ServerSettings): Promise<ServerSettings> {
  return { ...durableSettings, ...(await memorySettings()), ...given };
}

/**
 * Parallel queries share memory in /dev/shm, which containers limit to 64 MB by default; System V memory
 * has no such limit.
 */
async function memorySettings(): Promise<ServerSettings> {
  if (process.platform !== "linux") return {};
  const { bsize, blocks } = await statfs("/dev/shm").catch(() => ({ bsize: 0, blocks: 0 }));
  return bsize * blocks < 512 * 1024 * 1024 ? { dynamic_shared_memory_type: "sysv" } : {};
}
