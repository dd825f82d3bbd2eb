// dependency-cruiser reads TypeScript with the compiler's API, which TypeScript 7 does not offer yet: for it
// alone, the name `typescript` means the last compiler that does, as ts-morph carries it.
import { registerHooks } from "node:module";

const api = new URL("./typescript-api.cjs", import.meta.url).href;
const manifest = new URL("./typescript-api.json", import.meta.url).href;

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (context.parentURL?.includes("/node_modules/dependency-cruiser/")) {
      if (specifier === "typescript") return { url: api, format: "commonjs", shortCircuit: true };
      if (specifier === "typescript/package.json")
        return { url: manifest, format: "json", shortCircuit: true };
    }
    return nextResolve(specifier, context);
  },
});
