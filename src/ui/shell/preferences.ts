/** How much room rows and controls take. Kept in a cookie, so that the server's first paint is right. */
export type Density = "comfortable" | "compact";

export const densityCookie = "density";

/** Keeps the side bar folded; "1" or nothing. */
export const foldedCookie = "side-bar-folded";

/** Density from the cookie's value; anything unknown counts as comfortable. */
export function readDensity(value: string | undefined): Density {
  return value === "compact" ? "compact" : "comfortable";
}

/** Applies the density to the open page and keeps it for a year. Runs in the browser. */
export function applyDensity(density: Density): void {
  document.documentElement.dataset.density = density;
  keepInCookie(densityCookie, density);
}

/** Keeps a choice of the interface for a year. Holds nothing personal. */
export function keepInCookie(name: string, value: string): void {
  const year = 60 * 60 * 24 * 365;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in browsers that we serve
  document.cookie = `${name}=${value}; path=/; max-age=${year}; samesite=lax`;
}
