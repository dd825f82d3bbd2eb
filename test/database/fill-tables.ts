import type pg from "pg";

type Column = { table: string; column: string; type: string };
type Check = { table: string; definition: string };

/** Values where the rule of the column's type does not keep a table's own checks. */
export type Overrides = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const instant = "2026-05-01T12:00:00Z";

const valueOfType: Record<string, unknown> = {
  text: "x",
  bool: true,
  int2: 1,
  int4: 1,
  int8: 1,
  numeric: 1,
  float8: 1,
  date: "2026-05-01",
  timestamptz: instant,
  timestamp: instant,
  json: "{}",
  jsonb: "{}",
  uuid: "00000000-0000-0000-0000-000000000001",
  _int8: "{}",
  _text: "{}",
  _timestamptz: "{}",
};

/** Puts a row into every empty table, referenced tables first. Throws where a table refuses it: give an override. */
export async function fillTables(client: pg.Client, overrides: Overrides): Promise<string[]> {
  const columns = await requiredColumns(client);
  const checks = await enumeratedChecks(client);
  let waiting = await emptyTables(client);
  const filled: string[] = [];
  while (waiting.length > 0) {
    const refused: { table: string; error: unknown }[] = [];
    for (const table of waiting) {
      const row = rowFor(table, columns, checks, overrides[table] ?? {});
      const error = await insert(client, table, row);
      if (error === null) filled.push(table);
      else refused.push({ table, error });
    }
    // No table was taken in a whole round: what is left is not a matter of order.
    if (refused.length === waiting.length) {
      throw new Error(
        refused.map(({ table, error }) => `${table} takes no row: ${String(error)}`).join("\n"),
      );
    }
    waiting = refused.map(({ table }) => table);
  }
  return filled;
}

function rowFor(
  table: string,
  columns: readonly Column[],
  checks: readonly Check[],
  given: Record<string, unknown>,
) {
  const row: Record<string, unknown> = {};
  for (const { column, type } of columns.filter((candidate) => candidate.table === table)) {
    row[column] = enumeratedValue(table, column, checks) ?? valueOfType[type] ?? "x";
  }
  return { ...row, ...given };
}

function enumeratedValue(table: string, column: string, checks: readonly Check[]): string | undefined {
  for (const check of checks) {
    if (check.table !== table) continue;
    const value = new RegExp(`\\(${column} = ANY \\(ARRAY\\['([^']+)'`).exec(check.definition)?.[1];
    if (value !== undefined) return value;
  }
  return undefined;
}

async function insert(client: pg.Client, table: string, row: Record<string, unknown>): Promise<unknown> {
  const names = Object.keys(row);
  const text =
    names.length === 0
      ? `insert into ${client.escapeIdentifier(table)} default values`
      : `insert into ${client.escapeIdentifier(table)} (${names.map((name) => client.escapeIdentifier(name)).join(", ")})
         values (${names.map((_, at) => `$${at + 1}`).join(", ")})`;
  return await client.query(text, Object.values(row)).then(
    () => null,
    (error: unknown) => error,
  );
}

/** Columns that have to be given: not null, without a default, not made by the database. */
async function requiredColumns(client: pg.Client): Promise<Column[]> {
  const { rows } = await client.query<Column>(`
    select c.table_name as table, c.column_name as column, c.udt_name as type from information_schema.columns c
    where c.table_schema = 'public' and c.is_nullable = 'NO' and c.column_default is null
      and c.is_identity = 'NO' and c.is_generated = 'NEVER'`);
  return rows;
}

async function enumeratedChecks(client: pg.Client): Promise<Check[]> {
  const { rows } = await client.query<Check>(`
    select conrelid::regclass::text as table, pg_get_constraintdef(oid) as definition from pg_constraint
    where contype = 'c' and connamespace = 'public'::regnamespace`);
  return rows;
}

/** Tables without a row; of a partitioned table the parent, not its parts. */
async function emptyTables(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      and not relispartition and relname not like 'kysely%' order by oid`);
  const empty: string[] = [];
  for (const { name } of rows) {
    const { rowCount } = await client.query(`select 1 from ${client.escapeIdentifier(name)} limit 1`);
    if (rowCount === 0) empty.push(name);
  }
  return empty;
}
