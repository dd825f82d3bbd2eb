import { viewQueryOf as ofCustomers } from "#features/customers/list-state.ts";
import { viewQueryOf as ofQueue } from "#features/interventions/queue-state.ts";
import type { NormaliseQuery } from "#features/saved-views/view-pages.ts";
import { viewQueryOf as ofTutors } from "#features/tutors/list-state.ts";

/** What the query of each page that can have views may hold. */
export const viewQueries: NormaliseQuery = {
  customers: ofCustomers,
  "work-queue": ofQueue,
  tutors: ofTutors,
};
