/**
 * Cholesky factor of a symmetric positive-definite matrix that lies in one array by rows: L with A = L Lᵀ, in its lower
 * half. For the many small systems of the week regressions, where a matrix made of rows costs more than the sums.
 * @param matrix n × n; only its lower half is read
 * @returns n × n, its upper half unspecified
 * @throws RangeError where the matrix is not positive definite
 * @see Golub and Van Loan, Matrix Computations, 4th edition (2013), algorithm 4.2.1
 */
export function factorCholesky(matrix: Float64Array, n: number): Float64Array {
  const factor = Float64Array.from(matrix);
  // Left of its first entry a row of the factor is empty, too.
  const firsts = Int32Array.from({ length: n }, (_, row) => firstEntry(matrix, n, row));
  for (let row = 0; row < n; row++) {
    const first = firsts[row] ?? 0;
    for (let column = first; column <= row; column++) {
      let sum = factor[row * n + column] ?? 0;
      for (let k = Math.max(first, firsts[column] ?? 0); k < column; k++)
        sum -= (factor[row * n + k] ?? 0) * (factor[column * n + k] ?? 0);
      if (column < row) factor[row * n + column] = sum / (factor[column * n + column] ?? 1);
      else if (sum > 0) factor[row * n + row] = Math.sqrt(sum);
      else throw new RangeError("the matrix is not positive definite");
    }
  }
  return factor;
}

function firstEntry(matrix: Float64Array, n: number, row: number): number {
  let column = 0;
  while (column < row && matrix[row * n + column] === 0) column++;
  return column;
}

/** x with A x = right, by the factor of A. */
export function solveCholesky(factor: Float64Array, right: Float64Array): Float64Array {
  const n = right.length;
  const solution = Float64Array.from(right);
  for (let row = 0; row < n; row++) {
    let sum = solution[row] ?? 0;
    for (let k = 0; k < row; k++) sum -= (factor[row * n + k] ?? 0) * (solution[k] ?? 0);
    solution[row] = sum / (factor[row * n + row] ?? 1);
  }
  for (let row = n - 1; row >= 0; row--) {
    let sum = solution[row] ?? 0;
    for (let k = row + 1; k < n; k++) sum -= (factor[k * n + row] ?? 0) * (solution[k] ?? 0);
    solution[row] = sum / (factor[row * n + row] ?? 1);
  }
  return solution;
}

/** The diagonal of A⁻¹, by the factor of A: Σ over k ≥ i of (L⁻¹)ₖᵢ². */
export function inverseDiagonal(factor: Float64Array, n: number): Float64Array {
  const diagonal = new Float64Array(n);
  const column = new Float64Array(n);
  for (let at = 0; at < n; at++) {
    column.fill(0);
    for (let row = at; row < n; row++) {
      let sum = row === at ? 1 : 0;
      for (let k = at; k < row; k++) sum -= (factor[row * n + k] ?? 0) * (column[k] ?? 0);
      column[row] = sum / (factor[row * n + row] ?? 1);
      diagonal[at] = (diagonal[at] ?? 0) + (column[row] ?? 0) ** 2;
    }
  }
  return diagonal;
}
