/** Rows on one page of the customer list: what fits a laptop screen. */
export const customersPerPage = 25;

/** The most rows that a program may ask for at once. */
export const mostCustomersPerPage = 200;

/** Rows of sessions or calls on one page of a customer. */
export const recordsPerPage = 10;

/** Titles of open alerts that a row of the list holds; the customer's page has them all. */
export const alertTitlesInList = 5;

/** Alerts on a customer's page: open ones, and the last closed ones. */
export const alertsOnPage = { open: 50, closed: 5 };

/** Rows of an export that are read and written at a time: some hundred kilobytes. */
export const exportBatch = 1_000;

/** How long counts by tier are shared, in seconds: 200 ms of work at a million customers, fresh enough for a chip. */
export const countsForSeconds = 5;

/** Where a search or an owner of very many is not found at once any more. */
export type ListBounds = {
  /** So many customers are found at once and then sorted: some 10 ms. */
  fewFound: number;
  /** Rows of the list that are asked in its order for one of more: where one in 300 is meant, that fills a page. */
  mostWalked: number;
};

export const listBounds: ListBounds = { fewFound: 1_000, mostWalked: 8_000 };
