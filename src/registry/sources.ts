import { env } from "#platform/env.ts";
import { AppError } from "#platform/errors.ts";
import type { Log } from "#platform/log.ts";
import { createRailsSource } from "#sources/rails/rails-source.ts";
import type { Source } from "#sources/source.ts";
import { createSupportSource } from "#sources/support/support-source.ts";

/** The outside systems of this installation: those of which the environment has an address. */
export function configuredSources(log: Log): readonly Source[] {
  const { SOURCE_API_URL, SOURCE_API_TOKEN, SUPPORT_API_URL, SUPPORT_API_TOKEN } = env();
  const sources: Source[] = [];
  if (SOURCE_API_URL !== null) {
    const token = required(SOURCE_API_TOKEN, "SOURCE_API_TOKEN", "SOURCE_API_URL");
    sources.push(createRailsSource({ baseUrl: SOURCE_API_URL, token, log }));
  }
  if (SUPPORT_API_URL !== null) {
    const token = required(SUPPORT_API_TOKEN, "SUPPORT_API_TOKEN", "SUPPORT_API_URL");
    sources.push(createSupportSource({ baseUrl: SUPPORT_API_URL, token, log }));
  }
  return sources;
}

function required(token: string | null, tokenVariable: string, urlVariable: string): string {
  if (token !== null) return token;
  throw new AppError(
    "misconfigured",
    `${urlVariable} is set but ${tokenVariable} is not: set its bearer token.`,
  );
}
