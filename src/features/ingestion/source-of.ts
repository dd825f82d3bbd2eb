import { AppError } from "#platform/errors.ts";
import type { Resource, Source } from "#sources/source.ts";

/** The system that has a resource. Throws misconfigured where none does. */
export function sourceOf(sources: readonly Source[], resource: Resource): Source {
  const source = sources.find((candidate) => candidate.resources.includes(resource));
  if (source !== undefined) return source;
  throw new AppError("misconfigured", `No source is configured that has ${resource}.`);
}
