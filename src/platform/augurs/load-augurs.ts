import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { ProphetOptimizedParams, ProphetOptimizeOutput } from "@bsull/augurs/prophet";
import type { MstlLibrary } from "#domain/forecasting/models/mstl-ets.ts";
import type { ProphetLibrary } from "#domain/forecasting/models/prophet.ts";
import { inFixedOrder } from "./ordered-optimizer.ts";

const resolver = createRequire(import.meta.url);

/** The optimiser draws where it starts from. */
const seed = 1;

/**
 * The programs that forecasts are compared with: augurs, in WebAssembly, with Prophet's Stan model. They are loaded when
 * they are asked for, as the bytes take a tenth of a second and no other command needs them.
 */
export async function loadAugurs(): Promise<MstlLibrary & ProphetLibrary> {
  const [mstl, prophet, { optimizer }] = await Promise.all([
    import("@bsull/augurs/mstl"),
    import("@bsull/augurs/prophet"),
    import("@bsull/augurs-prophet-wasmstan"),
  ]);
  mstl.initSync({ module: await wasmBeside("@bsull/augurs/mstl") });
  prophet.initSync({ module: await wasmBeside("@bsull/augurs/prophet") });
  const optimize = inFixedOrder((...all) => optimizer.optimize(...all));
  return {
    fitMstlEts(counts, periods) {
      const model = mstl.MSTL.ets([...periods], { impute: true });
      model.fit(counts);
      return {
        predict(hours, share) {
          const { point, intervals } = model.predict(hours, share);
          return { point, lower: intervals?.lower ?? [], upper: intervals?.upper ?? [] };
        },
      };
    },
    fitProphet({ seconds, counts, regressors }) {
      const found: { params?: ProphetOptimizedParams } = {};
      const keeping = (output: ProphetOptimizeOutput) => {
        found.params = output.params;
        return output;
      };
      const model = new prophet.Prophet({
        optimizer: { optimize: (...all) => keeping(optimize(...all)) },
        // Its intervals come from random draws that take no seed.
        uncertaintySamples: 0,
      });
      for (const { name } of regressors) model.addRegressor(name, { mode: "additive" });
      model.fit({ ds: seconds, y: counts, x: columns(regressors) }, { seed });
      const scale = counts.reduce((most, count) => Math.max(most, count), 0);
      return {
        predict: (hours) => model.predict({ ds: hours.seconds, x: columns(hours.regressors) }).yhat.point,
        noiseSd: (found.params?.sigmaObs ?? Number.NaN) * scale,
        slopeChanges: Array.from(found.params?.delta ?? [], (change) => change * scale),
      };
    },
  };
}

function columns(regressors: readonly { name: string; values: number[] }[]): Map<string, number[]> {
  return new Map(regressors.map(({ name, values }) => [name, values]));
}

/** Each part of the package lies beside its bytes. */
async function wasmBeside(name: string): Promise<Uint8Array<ArrayBuffer>> {
  return await readFile(resolver.resolve(name).replace(/\.js$/, "_bg.wasm"));
}
