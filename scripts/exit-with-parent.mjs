// Loaded into each process that the launcher starts: when the launcher is gone, however it went, the kernel
// closes the channel between the two, and a process without a launcher would only keep a port taken.
import { isMainThread } from "node:worker_threads";

if (isMainThread && process.channel) {
  process.on("disconnect", () => {
    // Those that stop on SIGTERM do so in their own way; no process stays longer than this.
    setTimeout(() => process.exit(1), 1_000).unref();
    process.kill(process.pid, "SIGTERM");
  });
  // The channel alone must not keep a process alive that has done its work.
  process.channel.unref();
}
