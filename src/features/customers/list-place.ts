import { z } from "zod";

/** A place between two rows of the list, as its cursor carries it. */
export const listPlaceSchema = z.object({
  /** Which stretch of the list the row is in. */
  stretch: z.int().min(0),
  /** The value that is sorted by, as the database writes it; null where the stretch is sorted by id alone. */
  value: z.string().nullable(),
  id: z.int(),
  /** How many rows stand before the place. */
  before: z.int().min(0),
  /** Whether the page ends at this place instead of beginning there. */
  backwards: z.boolean(),
});

export type ListPlace = z.infer<typeof listPlaceSchema>;
