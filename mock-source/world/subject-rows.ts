import { dayUs, printInstant } from "./instants.ts";
import type { Row } from "./model.ts";
import { type Subject, subjects } from "./subjects.ts";

/** Subjects have no ids in the contract: inside, a subject's number is its place in the order of codes. */
const byCode: readonly Subject[] = [...subjects].sort((a, b) => (a.code < b.code ? -1 : 1));

export const subjectCount = byCode.length;

export const subjectCreatedUs = (originDay: number): number => (originDay - 420) * dayUs;

export function renderSubject(originDay: number, number: number): Row {
  const subject = byCode[number - 1];
  const created = printInstant(subjectCreatedUs(originDay));
  return {
    code: subject?.code,
    name: subject?.name,
    category: subject?.category ?? null,
    created_at: created,
    updated_at: created,
  };
}
