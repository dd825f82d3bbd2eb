/**
 * The nonce of the open page, for the few style elements that components add in the browser.
 * Radix reads it under this name, which it took over from webpack.
 */
const holder = globalThis as { __webpack_nonce__?: string };

export function setPageNonce(nonce: string): void {
  if (typeof window !== "undefined") holder.__webpack_nonce__ = nonce;
}

export function pageNonce(): string | undefined {
  return typeof window === "undefined" ? undefined : holder.__webpack_nonce__;
}
