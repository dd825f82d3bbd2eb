import { createHttpClient, type HttpClientOptions } from "../http/http-client.ts";
import { createPagedApi } from "../http/paged-api.ts";
import type { Source } from "../source.ts";

type Options = Omit<HttpClientOptions, "systemName" | "tokenVariable" | "urlVariable">;

/** The support system: calls. */
export function createSupportSource(options: Options): Source {
  const http = createHttpClient({
    ...options,
    systemName: "The support system",
    tokenVariable: "SUPPORT_API_TOKEN",
    urlVariable: "SUPPORT_API_URL",
  });
  return createPagedApi("support", ["calls"], http);
}
