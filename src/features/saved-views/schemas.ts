import { z } from "@hono/zod-openapi";
import { viewPageNames } from "./view-pages.ts";
import { longestName, longestQuery } from "./weights.ts";

export const pageSchema = z.enum(viewPageNames);
const name = z.string().trim().min(1).max(longestName);
const query = z.string().max(longestQuery);

export const savedViewSchema = z
  .object({
    id: z.int(),
    page: pageSchema,
    name: z.string(),
    query: z.string().openapi({ description: 'The query of the address, "" or beginning with "?".' }),
    address: z.string().openapi({ description: "The address that opens the view." }),
    isShared: z.boolean(),
    isMine: z.boolean(),
    ownerName: z.string(),
    isFirst: z.boolean().openapi({ description: "Whether the page opens with it for whoever asks." }),
    updatedAt: z.iso.datetime(),
  })
  .openapi("SavedView");

export const savedViewsSchema = z.object({ data: z.array(savedViewSchema) }).openapi("SavedViews");

export const newViewSchema = z.object({ name, query, isShared: z.boolean().default(false) });

export const viewChangeSchema = z
  .object({ name: name.optional(), query: query.optional(), isShared: z.boolean().optional() })
  .refine((change) => Object.values(change).some((value) => value !== undefined), {
    error: "says nothing to change",
  });

export type SavedView = z.infer<typeof savedViewSchema>;
export type NewView = z.infer<typeof newViewSchema>;
export type ViewChange = z.infer<typeof viewChangeSchema>;
