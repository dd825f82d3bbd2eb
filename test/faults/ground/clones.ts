import { randomBytes } from "node:crypto";
import { ownerRole, withClient } from "#platform/embedded-postgres/dashboard-database.ts";

/** A migrated database that nobody is connected to. */
export type Template = { superuserUrl: string; ownerUrl: string };

export type Clone = {
  ownerUrl: string;
  superuserUrl: string;
  drop(): Promise<void>;
};

export type Clones = ReturnType<typeof createClones>;

/** Makes databases like the template. One at a time: two cannot copy the same one at once. */
export function createClones(template: Template) {
  const templateName = new URL(template.ownerUrl).pathname.slice(1);
  const maintenanceUrl = withDatabase(template.superuserUrl, "postgres");
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return await turn;
  };
  return {
    async open({ tablespace }: { tablespace?: string } = {}): Promise<Clone> {
      const name = `faults_${randomBytes(6).toString("hex")}`;
      const where = tablespace === undefined ? "" : ` TABLESPACE ${tablespace}`;
      await inTurn(
        async () =>
          await withClient(maintenanceUrl, (client) =>
            client.query(`CREATE DATABASE ${name} TEMPLATE ${templateName} OWNER ${ownerRole}${where}`),
          ),
      );
      return {
        ownerUrl: withDatabase(template.ownerUrl, name),
        superuserUrl: withDatabase(template.superuserUrl, name),
        async drop() {
          await withClient(maintenanceUrl, (client) =>
            client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
          );
        },
      };
    },
  };
}

function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
