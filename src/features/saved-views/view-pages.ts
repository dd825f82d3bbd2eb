/** The pages that can have views, with their addresses. */
export const viewPages = {
  customers: "/customers",
  "work-queue": "/customers/queue",
  tutors: "/tutors",
} as const;

export type ViewPage = keyof typeof viewPages;

export const viewPageNames = Object.keys(viewPages) as [ViewPage, ...ViewPage[]];

/** Makes any text into a query that the page understands, "" or beginning with "?"; the same for what it has made. */
export type NormaliseQuery = Record<ViewPage, (query: string) => string>;

/** The address that opens a view: its page, what it shows, and that it is this view. */
export function addressOfView(page: ViewPage, query: string, id: number): string {
  return `${viewPages[page]}${query}${query === "" ? "?" : "&"}saved=${id}`;
}
