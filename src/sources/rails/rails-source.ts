import { createHttpClient, type HttpClientOptions } from "../http/http-client.ts";
import { createPagedApi } from "../http/paged-api.ts";
import type { Source } from "../source.ts";

type Options = Omit<HttpClientOptions, "systemName" | "tokenVariable" | "urlVariable">;

/** The Rails application: subjects, customers, tutors, sessions. */
export function createRailsSource(options: Options): Source {
  const http = createHttpClient({
    ...options,
    systemName: "The Rails application",
    tokenVariable: "SOURCE_API_TOKEN",
    urlVariable: "SOURCE_API_URL",
  });
  return createPagedApi("rails", ["subjects", "customers", "tutors", "sessions"], http);
}
