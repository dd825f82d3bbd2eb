import type pg from "pg";

/** Everything that migrations make, as sorted lines, for comparing two states of a database. */
export async function describeSchema(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(`
    select 'column ' || table_name || '.' || column_name || ' ' || udt_name || ' ' || is_nullable || ' ' ||
        coalesce(column_default, '') || ' ' || coalesce(generation_expression, '') as line
      from information_schema.columns where table_schema = 'public'
    union all select 'index ' || indexdef from pg_indexes where schemaname = 'public'
    union all select 'constraint ' || conrelid::regclass || ' ' || pg_get_constraintdef(oid) from pg_constraint
      where connamespace = 'public'::regnamespace
    union all select 'policy ' || tablename || ' ' || policyname || ' ' || cmd || ' ' || coalesce(qual, '') || ' ' ||
        coalesce(with_check, '') from pg_policies where schemaname = 'public'
    union all select 'security ' || relname || ' ' || relrowsecurity from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
    union all select 'grant ' || grantee || ' ' || privilege_type || ' ' || table_name
      from information_schema.role_table_grants where table_schema = 'public'
    union all select 'column grant ' || grantee || ' ' || privilege_type || ' ' || table_name || '.' || column_name
      from information_schema.role_column_grants where table_schema = 'public' and grantee = 'dashboard_web'
    union all select 'function ' || pg_get_functiondef(oid) from pg_proc
      where pronamespace = 'public'::regnamespace and prokind = 'f'
        and not exists (select from pg_depend where objid = pg_proc.oid and deptype = 'e')
    union all select 'trigger ' || tgrelid::regclass || ' ' || pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
    order by line`);
  return rows.map(({ line }) => line);
}
