const indexRange = 2 ** 26;

/**
 * The indices 0 to `count - 1` in ascending order of their instant (microseconds); equal ones keep their order.
 * All instants must lie within a day from `dayStartUs` on. Milliseconds and index are packed into one number, so
 * that the sort is a native one over plain numbers; what shares a millisecond is put right afterwards.
 */
export function orderByInstant(
  count: number,
  dayStartUs: number,
  instantUs: (index: number) => number,
): Float64Array {
  const order = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    order[i] = Math.floor((instantUs(i) - dayStartUs) / 1000) * indexRange + i;
  }
  order.sort();
  for (let i = 0; i < count; i++) order[i] = (order[i] as number) % indexRange;
  for (let i = 1; i < count; i++) {
    const index = order[i] as number;
    const us = instantUs(index);
    let at = i;
    for (; at > 0 && instantUs(order[at - 1] as number) > us; at--) order[at] = order[at - 1] as number;
    order[at] = index;
  }
  return order;
}
