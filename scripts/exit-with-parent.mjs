// Loaded into each process that the launcher starts: when the launcher is gone, however it went, the kernel
// closes the channel between the two, and a process without a launcher would only keep a port taken.
import { isMainThread } from "node:worker_threads";

if (isMainThread && process.channel) {
  process.on("disconnect", () => {
    // Those that stop on SIGTERM do so in their own way; no process stays longer than this.
    setTimeout(() => process.exit(1), 1_500).unref();
    process.kill(process.pid, "SIGTERM");
  });
  // The channel alone must not keep a process alive that has done its work.
  process.channel.unref();
  // Processes that this one forks have channels of their own, which do keep them alive; they are not ours.
  const position = process.execArgv.indexOf("--import");
  if (process.execArgv[position + 1]?.endsWith("exit-with-parent.mjs")) process.execArgv.splice(position, 2);
}
