import { runScript } from "./launch/progress.ts";
import { startProduct } from "./launch/start-product.ts";

await runScript(() => startProduct({ isDev: process.argv.includes("--dev") }));
