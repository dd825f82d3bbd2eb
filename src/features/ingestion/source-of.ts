import { AppError } from "#platform/errors.ts";
import type { Resource, Source } from "#sources/source.ts";

/** The system that has a resource. Throws misconfigured where none does. */
export function sourceOf(sources: readonly Source[], resource: Resource): Source {
  const source = sources.find((candidate) => candidate.resources.includes(resource));
  if (source !== undefined) return source;
  const variables =
    resource === "calls" ? "SUPPORT_API_URL and SUPPORT_API_TOKEN" : "SOURCE_API_URL and SOURCE_API_TOKEN";
  throw new AppError("misconfigured", `No source of ${resource} is configured: set ${variables}.`);
}
