import { accounts } from "#app/accounts.ts";
import { handleAuthRequest } from "#features/accounts/handle-auth-request.ts";

export async function POST(request: Request): Promise<Response> {
  return await handleAuthRequest(accounts().auth, request);
}

export async function GET(request: Request): Promise<Response> {
  return await handleAuthRequest(accounts().auth, request);
}
