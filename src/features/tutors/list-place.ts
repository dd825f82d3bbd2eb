import { z } from "zod";

/** A place between two rows of the list. */
export const listPlaceSchema = z.object({
  /** The sorted value as the database writes it; null stands after all others. */
  value: z.string().nullable(),
  id: z.int(),
  /** How many rows of the list stand before the place. */
  before: z.int().nonnegative(),
  backwards: z.boolean(),
});

export type ListPlace = z.infer<typeof listPlaceSchema>;
