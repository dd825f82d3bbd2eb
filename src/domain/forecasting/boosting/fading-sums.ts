/** Starts and what was expected of them, the older the less. */
export class FadingRatio {
  #counts = 0;
  #expected = 0;
  readonly #keep: number;

  /** @param days after which what was seen counts for 1/e */
  constructor(days: number) {
    this.#keep = Math.exp(-1 / days);
  }

  add(counts: number, expected: number): void {
    this.#counts += counts;
    this.#expected += expected;
  }

  /** A day has passed. */
  fade(): void {
    this.#counts *= this.#keep;
    this.#expected *= this.#keep;
  }

  /** Starts ÷ expected, drawn to `prior` as if `strength` starts had come at it. */
  ratio(prior: number, strength: number): number {
    return (this.#counts + strength) / (this.#expected + strength / prior);
  }
}

/** The same by part of the week. Instead of fading, new days count for more. */
export class FadingParts {
  readonly #counts: Float64Array;
  readonly #expected: Float64Array;
  readonly #growth: number;
  #scale = 1;

  /** @param days after which what was seen counts for 1/e */
  constructor(parts: number, days: number) {
    this.#counts = new Float64Array(parts);
    this.#expected = new Float64Array(parts);
    this.#growth = Math.exp(1 / days);
  }

  add(part: number, counts: number, expected: number): void {
    this.#counts[part] = (this.#counts[part] ?? 0) + this.#scale * counts;
    this.#expected[part] = (this.#expected[part] ?? 0) + this.#scale * expected;
  }

  /** A day has passed. */
  fade(): void {
    this.#scale *= this.#growth;
  }

  /** Starts ÷ expected, drawn to `prior` as if `strength` starts had been expected. */
  ratio(part: number, prior: number, strength: number): number {
    const held = strength * this.#scale;
    return ((this.#counts[part] ?? 0) + held * prior) / ((this.#expected[part] ?? 0) + held);
  }

  /** Starts in all parts, in those of today. */
  total(): number {
    return this.#counts.reduce((sum, counts) => sum + counts, 0) / this.#scale;
  }
}
