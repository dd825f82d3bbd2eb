import { buildWeb } from "./launch/build-web.ts";
import { runScript, step } from "./launch/progress.ts";

await runScript(async () => {
  await step("Building the web part", () => buildWeb(process.env));
  return 0;
});
