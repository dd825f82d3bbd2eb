import { type Command, Option } from "commander";
import { inTransaction, type Trx } from "#db/transaction.ts";
import { createApiToken } from "#features/accounts/api-tokens.ts";
import { createUser } from "#features/accounts/create-user.ts";
import { ensureAdministrator, generatePassword } from "#features/accounts/ensure-administrator.ts";
import { minPasswordLength } from "#features/accounts/limits.ts";
import { setPassword } from "#features/accounts/set-password.ts";
import { changeUser, selectUsers } from "#features/accounts/users.ts";
import { type Actor, appendAudit } from "#platform/audit.ts";
import { env } from "#platform/env.ts";
import { AppError } from "#platform/errors.ts";
import { type Role, roles } from "#platform/viewer.ts";
import { positiveInteger } from "../arguments.ts";
import type { OpenContext } from "../command-context.ts";
import { printJson, printRows } from "../print.ts";

const commandLine: Actor = { userId: "ops", kind: "system", name: "Command line" };

const mostUsers = 100_000;

/** `ops users`: who may sign in, and tokens for programs. */
export function registerUsersCommand(program: Command, open: OpenContext): void {
  const users = program.command("users").description("who may sign in, and tokens for programs");
  addCreate(users, open);
  addList(users, open);
  addChanges(users, open);
  addResetPassword(users, open);
  addEnsureAdmin(users, open);
  addToken(users, open);
}

const roleOption = () => new Option("--role <role>", "what the user may do").choices(roles).default("viewer");

function addCreate(users: Command, open: OpenContext): void {
  users
    .command("create")
    .description("add a user; without --password one is made and printed once")
    .requiredOption("--email <address>", "the e-mail address to sign in with")
    .option("--name <name>", "the name to show")
    .addOption(roleOption())
    .option("--password <password>", `at least ${minPasswordLength} characters`)
    .action(async (given: { email: string; name?: string; role: Role; password?: string }) => {
      const { db, json } = await open();
      const email = checkedEmail(given.email);
      const password = checkedPassword(given.password);
      const name = given.name ?? email.split("@")[0] ?? email;
      await inTransaction(db, async (trx) => {
        const id = await createUser(trx, { email, name, role: given.role, password, timezone: "UTC" });
        const details = { role: given.role };
        await appendAudit(trx, commandLine, {
          action: "user.created",
          entity: "user",
          entityId: id,
          details,
        });
      });
      printOne({ email, role: given.role, password: given.password ? null : password }, json);
    });
}

function addList(users: Command, open: OpenContext): void {
  users
    .command("list")
    .description("every user")
    .action(async () => {
      const { db, json } = await open();
      const rows = await inTransaction(db, (trx) => selectUsers(trx, { size: mostUsers }));
      printRows(
        rows.map((user) => ({
          email: user.email,
          name: user.name,
          role: user.role,
          disabled_at: user.disabledAt,
          last_sign_in_at: user.lastSignInAt,
        })),
        {
          columns: ["email", "name", "role", "disabled_at", "last_sign_in_at"],
          format: json ? "json" : "table",
        },
      );
    });
}

function addChanges(users: Command, open: OpenContext): void {
  const change = async (email: string, what: Parameters<typeof changeUser>[3]) => {
    const { db, json } = await open();
    await inTransaction(db, async (trx) => {
      await changeUser(trx, commandLine, await idOf(trx, email), what);
    });
    printOne({ email, ...what }, json);
  };
  users
    .command("role <email> <role>")
    .description(`change what a user may do: ${roles.join(", ")}`)
    .action(async (email: string, role: string) => {
      const known = roles.find((name) => name === role);
      if (!known) throw new AppError("invalid_input", `${role} is no role. Use ${roles.join(", ")}.`);
      await change(email, { role: known });
    });
  users
    .command("disable <email>")
    .description("sign a user out everywhere and let it in no more")
    .action(async (email: string) => await change(email, { disabled: true }));
  users
    .command("enable <email>")
    .description("let a disabled user in again")
    .action(async (email: string) => await change(email, { disabled: false }));
}

function addResetPassword(users: Command, open: OpenContext): void {
  users
    .command("reset-password <email>")
    .description("give a user another password, printed once, and sign it out everywhere")
    .option("--password <password>", `at least ${minPasswordLength} characters`)
    .action(async (email: string, given: { password?: string }) => {
      const { db, json } = await open();
      const password = checkedPassword(given.password);
      await inTransaction(db, async (trx) => {
        await setPassword(trx, commandLine, await idOf(trx, email), password);
      });
      printOne({ email, password: given.password ? null : password }, json);
    });
}

function addEnsureAdmin(users: Command, open: OpenContext): void {
  users
    .command("ensure-admin")
    .description("make the first administrator from ADMIN_EMAIL and ADMIN_PASSWORD, where none exists")
    .action(async () => {
      const { db, json, progress } = await open();
      const { ADMIN_EMAIL: email, ADMIN_PASSWORD: password } = env();
      const made = await ensureAdministrator(db, { email, password });
      if (json) printJson(made);
      else if (made === null) progress.say("There is an administrator already.");
      else printOne({ email: made.email, password: made.generatedPassword }, false);
    });
}

function addToken(users: Command, open: OpenContext): void {
  users
    .command("token")
    .description("make an API token for a program, printed once")
    .requiredOption("--name <name>", "what the token is for")
    .addOption(roleOption())
    .option("--days <n>", "days until it ends", positiveInteger, 90)
    .action(async (given: { name: string; role: Role; days: number }) => {
      const { db, json } = await open();
      const made = await inTransaction(db, (trx) =>
        createApiToken(trx, commandLine, { ...given, createdBy: null }),
      );
      printOne({ token: made.secret, role: given.role, expires_at: made.expiresAt.toISOString() }, json);
    });
}

function printOne(row: Record<string, unknown>, json: boolean): void {
  if (json) printJson(row);
  else printRows([row], { format: "table" });
}

async function idOf(trx: Trx, email: string): Promise<string> {
  const user = await trx
    .selectFrom("users")
    .select("id")
    .where("email", "=", email.trim().toLowerCase())
    .executeTakeFirst();
  if (!user) throw new AppError("not_found", `Nobody has the address ${email}. See \`ops users list\`.`);
  return user.id;
}

function checkedEmail(text: string): string {
  const email = text.trim().toLowerCase();
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) return email;
  throw new AppError("invalid_input", `${text} is no e-mail address. Write it as name@company.com.`);
}

function checkedPassword(given: string | undefined): string {
  if (given === undefined) return generatePassword();
  if (given.length >= minPasswordLength) return given;
  throw new AppError("invalid_input", `Choose a password of at least ${minPasswordLength} characters.`);
}
