import { customerFormat } from "../rails/customers.ts";
import { sessionFormat } from "../rails/sessions.ts";
import { subjectFormat } from "../rails/subjects.ts";
import { tutorFormat } from "../rails/tutors.ts";
import type { Resource } from "../source.ts";
import { callFormat } from "../support/calls.ts";
import type { RecordFormat } from "./record-format.ts";

/** The format of every resource, whichever system it comes from. */
export const recordFormats: { readonly [R in Resource]: RecordFormat<R> } = {
  subjects: subjectFormat,
  customers: customerFormat,
  tutors: tutorFormat,
  sessions: sessionFormat,
  calls: callFormat,
};
