import { inverse, Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { factorCholesky, inverseDiagonal, solveCholesky } from "./flat-cholesky.ts";
import { seededRandom } from "./seeded-random.ts";

const n = 12;
const random = seededRandom(7);
const half = Matrix.from1DArray(
  n,
  n,
  Array.from({ length: n * n }, () => random() - 0.5),
);
const positive = half.mmul(half.transpose()).add(Matrix.eye(n).mul(0.1));
const factor = factorCholesky(Float64Array.from(positive.to1DArray()), n);

describe("Cholesky in one array", () => {
  it("solves what it was factored from", () => {
    const right = Float64Array.from({ length: n }, (_, at) => at - 4);
    const back = positive.mmul(Matrix.columnVector([...solveCholesky(factor, right)])).to1DArray();
    for (const [at, value] of back.entries()) expect(value).toBeCloseTo(at - 4, 9);
  });

  it("has the diagonal of the inverse that a library finds", () => {
    const expected = inverse(positive).diagonal();
    for (const [at, value] of inverseDiagonal(factor, n).entries())
      expect(value).toBeCloseTo(expected[at]!, 8);
  });

  it("makes use of what is empty", () => {
    // Rows 0 to 2 know only themselves and the last one: an arrow.
    const arrow = Float64Array.of(4, 0, 0, 2, 0, 9, 0, 3, 0, 0, 16, 4, 2, 3, 4, 7);
    expect([...factorCholesky(arrow, 4)].filter((_, at) => at % 4 <= Math.floor(at / 4))).toEqual([
      2, 0, 3, 0, 0, 4, 1, 1, 1, 2,
    ]);
  });

  it("refuses a matrix that is not positive definite", () => {
    expect(() => factorCholesky(Float64Array.of(1, 2, 2, 1), 2)).toThrow("positive definite");
  });
});
