/** Views of one person for one page: more than a menu can show without searching would help nobody. */
export const mostViewsOfPage = 50;

/** Characters of a view's name: what a menu shows on one line, as the table allows. */
export const longestName = 80;

/** Characters of a view's query, as the table allows: several times what any page writes. */
export const longestQuery = 2_000;
