import { z } from "zod";
import { defineRecordFormat } from "../schema/record-format.ts";
import { code, instant, name, textOrNull } from "../schema/scalars.ts";

const subjectSchema = z.object({
  code,
  name,
  category: textOrNull,
  created_at: instant,
  updated_at: instant,
});

export const subjectFormat = defineRecordFormat({
  resource: "subjects",
  schema: subjectSchema,
  cells: { code: "text", name: "text", category: "text", created_at: "text", updated_at: "text" },
  lists: {},
  normalise: (outside) => ({
    code: outside.code,
    name: outside.name,
    category: outside.category,
    createdAt: outside.created_at,
    updatedAt: outside.updated_at,
  }),
  print: (subject) => ({
    code: subject.code,
    name: subject.name,
    category: subject.category,
    created_at: subject.createdAt,
    updated_at: subject.updatedAt,
  }),
});
