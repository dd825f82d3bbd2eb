import type { Faults } from "#features/accounts/components/use-form.ts";

type Path =
  | "/sign-in/email"
  | "/sign-out"
  | "/request-password-reset"
  | "/reset-password"
  | "/change-password";

/** Asks the server to sign in, out, or to change a password. Null when it is done, else the sentence that says why not. */
export async function postAuth(path: Path, body: object): Promise<string | null> {
  const answer = await fetch(`/api/auth${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (answer.ok) return null;
  const refusal: unknown = answer.headers.get("content-type")?.includes("json") ? await answer.json() : null;
  const isPlain = typeof refusal === "object" && refusal !== null && "message" in refusal;
  return isPlain ? String(refusal.message) : `The server answered with status ${answer.status}. Try again.`;
}

/** The same for a form: the sentence stands over the whole of it. */
export async function postAuthForm(path: Path, body: object): Promise<Faults | null> {
  const refusal = await postAuth(path, body);
  return refusal === null ? null : { form: refusal };
}
