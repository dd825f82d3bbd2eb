import { createApi } from "#platform/http/route.ts";
import { apiTokensApi } from "./api-tokens-api.ts";
import { auditApi } from "./audit-api.ts";
import { invitationsApi } from "./invitations-api.ts";
import { meApi } from "./me-api.ts";
import { usersApi } from "./users-api.ts";

/** Routes over users, invitations, API tokens, the audit log and the own account. */
export const accountsApi = createApi()
  .route("/", meApi)
  .route("/", usersApi)
  .route("/", invitationsApi)
  .route("/", apiTokensApi)
  .route("/", auditApi);
