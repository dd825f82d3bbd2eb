/** Log likelihoods of counts under one dispersion, for many means: quick, because what depends on the count alone is in a table. */
export class CountLikelihood {
  readonly #dispersion: number;
  /** Σ ln(1 + dispersion · j) over j < count. */
  readonly #table: Float64Array;

  /** @param mostCount the greatest count that will be asked for */
  constructor(dispersion: number, mostCount: number) {
    this.#dispersion = dispersion;
    this.#table = new Float64Array(mostCount + 1);
    for (let count = 1; count <= mostCount; count++)
      this.#table[count] = (this.#table[count - 1] ?? 0) + Math.log1p(dispersion * (count - 1));
  }

  /** ln P(count) + ln count!, which is the same for all means and dispersions. `logMean` is ln `mean`. */
  of(count: number, mean: number, logMean: number): number {
    if (this.#dispersion === 0) return count * logMean - mean;
    const inflation = Math.log1p(this.#dispersion * mean);
    return (this.#table[count] ?? 0) + count * logMean - (count + 1 / this.#dispersion) * inflation;
  }
}
