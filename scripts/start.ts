import { runScript } from "./launch/progress.ts";
import { readStartOptions, startUsage } from "./launch/start-options.ts";
import { startProduct } from "./launch/start-product.ts";

await runScript(async () => {
  const { isDev, asksForHelp, variables } = readStartOptions(process.argv.slice(2));
  if (asksForHelp) {
    process.stdout.write(startUsage);
    return 0;
  }
  Object.assign(process.env, variables);
  return await startProduct({ isDev });
});
