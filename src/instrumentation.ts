/**
 * Runs once when the web process starts. The runtime is loaded for Node alone: this file is bundled for the edge
 * as well, where none of it works.
 */
export async function register(): Promise<void> {
  // biome-ignore lint/style/noProcessEnv: the bundler puts the literal here, and leaves out what is for Node
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { startWebProcess } = await import("#registry/web-process.ts");
  startWebProcess();
}
