import type { Auth } from "./auth.ts";

/** The only ways in. Better Auth has many more, which nothing here needs. */
const openPaths = new Set([
  "/sign-in/email",
  "/sign-out",
  "/request-password-reset",
  "/reset-password",
  "/change-password",
]);

/** Answers /api/auth/*. Every refusal is `{code, message}` with one sentence that says what to do. */
export async function handleAuthRequest(auth: Auth, request: Request): Promise<Response> {
  const path = new URL(request.url).pathname.replace(/^\/api\/auth/, "");
  if (!openPaths.has(path) || request.method !== "POST")
    return refusal(404, "NOT_FOUND", "There is nothing here.");
  const answer = await auth.handler(request);
  return answer.status < 400 ? answer : await plainRefusal(answer);
}

async function plainRefusal(answer: Response): Promise<Response> {
  const body: unknown = await answer.json().catch(() => null);
  const code = codeOf(body);
  if (answer.status === 429) {
    const seconds = Math.max(1, Math.ceil(Number(answer.headers.get("x-retry-after")) || 60));
    return refusal(
      429,
      "TOO_MANY_TRIES",
      `Too many tries. Wait ${waitText(seconds)}, then try again.`,
      seconds,
    );
  }
  return refusal(answer.status, code, sentences[code] ?? "That did not work. Try again.");
}

function codeOf(body: unknown): string {
  return typeof body === "object" && body !== null && "code" in body ? String(body.code) : "REFUSED";
}

/** "45 seconds" or "12 minutes", rounded up. */
export function waitText(seconds: number): string {
  if (seconds < 90) return seconds === 1 ? "1 second" : `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}

const sentences: Readonly<Record<string, string>> = {
  INVALID_EMAIL_OR_PASSWORD: "E-mail address or password is wrong.",
  INVALID_EMAIL: "Write the e-mail address as name@company.com.",
  INVALID_PASSWORD: "The current password is wrong.",
  INVALID_TOKEN: "This link has been used or has expired. Ask for a new one.",
  USER_NOT_FOUND: "This link has been used or has expired. Ask for a new one.",
  PASSWORD_TOO_SHORT: "Choose a password of at least 12 characters.",
  PASSWORD_TOO_LONG: "Choose a password of at most 200 characters.",
  ACCOUNT_DISABLED: "This account is disabled. Ask an administrator to enable it.",
  UNAUTHORIZED: "Sign in first.",
  VALIDATION_ERROR: "Fill in every field.",
  INVALID_ORIGIN:
    "The dashboard was opened under an address that it does not know. Set APP_URL to that address and start it again.",
  MISSING_OR_NULL_ORIGIN:
    "The browser did not say from which page it asks. Open the dashboard and try again.",
};

function refusal(status: number, code: string, message: string, retryAfterSeconds?: number): Response {
  return Response.json(
    { code, message },
    {
      status,
      headers: {
        "cache-control": "no-store",
        ...(retryAfterSeconds ? { "retry-after": String(retryAfterSeconds) } : {}),
      },
    },
  );
}
