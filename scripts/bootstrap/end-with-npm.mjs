import { readFileSync } from "node:fs";

/**
 * npm runs us below a shell. Asked to end, npm ends that shell and hears no more of us, so we look whether
 * both are still there and ask ourselves to end when one is gone.
 */
export function endWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const shell = process.ppid;
  const npm = parentOf(shell);
  const timer = setInterval(() => {
    if (process.ppid === shell && parentOf(shell) === npm) return;
    clearInterval(timer);
    process.kill(process.pid, "SIGTERM");
  }, 500);
  timer.unref();
}

/** The parent of another process, where Linux tells us. */
function parentOf(pid) {
  try {
    const [, fields = ""] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ");
    return fields.split(" ")[1];
  } catch {
    return undefined; // Another system, or a process that is gone: process.ppid tells the latter too.
  }
}
