import { logProbability } from "./count-probabilities.ts";
import { poissonDeviance } from "./forecast-scores.ts";

const negligible = 1e-12;

/**
 * E[2 (Y ln(Y/λ) − (Y − λ))] for Y ~ Poisson(λ): the deviance that a perfect forecast of the rate would still have. About 1
 * for λ of 5 and more, and less for small ones.
 */
export function poissonDevianceFloor(lambda: number): number {
  const law = { mean: lambda, dispersion: 0 };
  let sum = 0;
  for (let count = 0; ; count++) {
    const probability = Math.exp(logProbability(law, count));
    sum += probability * poissonDeviance(count, lambda);
    if (count > lambda && probability < negligible) return sum;
  }
}
