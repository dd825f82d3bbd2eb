/** The query of an address, or what one without a query stands for. */
export function queryOrFirst(query: string, firstQuery: string): string {
  return query.replace(/^\?/, "") === "" ? firstQuery : query;
}

/**
 * The query to put into the address. Where an empty one would open the reader's first view, the page as it is without
 * a view says so by `plain`.
 */
export function writtenQuery(
  query: string,
  { firstQuery, plain }: { firstQuery: string; plain: string },
): string {
  return query === "" && firstQuery !== "" ? plain : query;
}
