import type { TableLayout } from './layout.ts'
import { literal, type Qualify } from './names.ts'

/** How a write is refused: the SQLSTATE of the error, whose detail is the write's place in the commit. */
export const REFUSED = {
  stale: 'MS001',
  taken: 'MS002',
  floor: 'MS003',
  /** `adjust` on something that is no integer, or would become none. */
  uncountable: 'MS004',
  /** The commit arrived, or would end, past its time. Its detail is the server's time in milliseconds. */
  late: 'MS005',
} as const

/** A table of entries that a collection's writes keep. */
export interface KeptEntries {
  readonly name: string
  readonly at: string
  readonly key: string
  /** Whether an entry that another document has refuses the write. */
  readonly refuses: boolean
}

const raise = (kind: keyof typeof REFUSED, index?: string): string =>
  `RAISE EXCEPTION USING ERRCODE = '${REFUSED[kind]}', MESSAGE = '${kind}',
    DETAIL = (first + v_at - 1)::text${index ? `, HINT = ${literal(index)}` : ''};`

/**
 * The function that carries out a run of writes of one kind on a collection. The plans of its statements are
 * kept by each connection of the server, so that nothing needs to be prepared by name.
 */
export function writeFunctionSql(
  layout: TableLayout,
  kept: readonly KeptEntries[],
  qualify: Qualify,
): string {
  const keeps = kept.length > 0
  return `CREATE OR REPLACE FUNCTION ${layout.write}(v_op text, first integer, v_rows jsonb) RETURNS void
  LANGUAGE plpgsql AS $write$
  DECLARE
    v_w jsonb; v_at bigint; v_id text; v_before jsonb; v_after jsonb; v_done text[];
    v_had text[]; v_has text[]; v_new text[]; v_count bigint;
  BEGIN
    ${keeps ? '' : insertAllSql(layout.table)}
    FOR v_w, v_at IN SELECT e.w, e.n FROM pg_catalog.jsonb_array_elements(v_rows) WITH ORDINALITY e(w, n) LOOP
      v_id := v_w ->> 0;
      ${changeSql(layout.table, keeps, qualify)}
      ${kept.map(keepSql).join('\n')}
    END LOOP;
  END$write$;`
}

/** Inserts that nothing but their ids can refuse go in together. The ids of a run are distinct. */
const insertAllSql = (table: string): string => `IF v_op = 'insert' THEN
      WITH done AS (
        INSERT INTO ${table} (id, revision, schema, body)
        SELECT e.w ->> 0, (e.w -> 1)::bigint, (e.w -> 2)::integer, e.w -> 3
        FROM pg_catalog.jsonb_array_elements(v_rows) e(w)
        ON CONFLICT DO NOTHING RETURNING id
      ) SELECT pg_catalog.array_agg(done.id) INTO v_done FROM done;
      IF pg_catalog.cardinality(v_done) = pg_catalog.jsonb_array_length(v_rows) THEN RETURN; END IF;
      SELECT pg_catalog.min(e.n) INTO v_at
      FROM pg_catalog.jsonb_array_elements(v_rows) WITH ORDINALITY e(w, n)
      WHERE (e.w ->> 0 = ANY (v_done)) IS NOT TRUE;
      ${raise('taken', 'byId')}
    END IF;`

/** One write. With entries to keep, the document as it was is locked and read first. */
function changeSql(table: string, keeps: boolean, qualify: Qualify): string {
  const lock = keeps ? `SELECT t.body INTO v_before FROM ${table} t WHERE t.id = v_id FOR NO KEY UPDATE;` : ''
  const sum = `${qualify('store:sum')}(t.body -> (v_w ->> 1), (v_w -> 2)::bigint)`
  return `IF v_op = 'insert' THEN
        v_before := NULL;
        v_after := v_w -> 3;
        INSERT INTO ${table} (id, revision, schema, body)
        VALUES (v_id, (v_w -> 1)::bigint, (v_w -> 2)::integer, v_after) ON CONFLICT DO NOTHING;
        IF NOT FOUND THEN ${raise('taken', 'byId')} END IF;
      ELSIF v_op = 'replace' THEN
        ${lock}
        v_after := v_w -> 3;
        UPDATE ${table} t SET revision = t.revision + 1, schema = (v_w -> 2)::integer, body = v_after
        WHERE t.id = v_id AND t.revision = (v_w -> 1)::bigint;
        IF NOT FOUND THEN ${raise('stale')} END IF;
      ELSIF v_op = 'remove' THEN
        v_after := NULL;
        DELETE FROM ${table} t WHERE t.id = v_id AND t.revision = (v_w -> 1)::bigint RETURNING t.body INTO v_before;
        IF NOT FOUND THEN ${raise('stale')} END IF;
      ELSE
        ${lock}
        UPDATE ${table} t SET revision = t.revision + 1,
          body = pg_catalog.jsonb_set(t.body, ARRAY[v_w ->> 1], pg_catalog.to_jsonb(${sum}))
        WHERE t.id = v_id AND ${sum} >= coalesce((v_w ->> 3)::numeric, -9007199254740991)
        RETURNING t.body INTO v_after;
        IF NOT FOUND THEN
          SELECT ${sum} INTO v_count FROM ${table} t WHERE t.id = v_id;
          IF NOT FOUND THEN ${raise('stale')}
          ELSIF v_count IS NULL THEN ${raise('uncountable')}
          ELSE ${raise('floor')} END IF;
        END IF;
      END IF;`
}

const keepSql = ({ name, at, key, refuses }: KeptEntries): string => `
      v_had := CASE WHEN v_before IS NULL THEN '{}' ELSE ${key}(v_before, v_id) END;
      v_has := CASE WHEN v_after IS NULL THEN '{}' ELSE ${key}(v_after, v_id) END;
      IF v_had <> v_has THEN
        DELETE FROM ${at} e WHERE e.key = ANY (v_had) AND e.id = v_id AND e.key <> ALL (v_has);
        v_new := ARRAY(SELECT n.k FROM pg_catalog.unnest(v_has) n(k) WHERE n.k <> ALL (v_had));
        INSERT INTO ${at} (key, id) SELECT n.k, v_id FROM pg_catalog.unnest(v_new) n(k) ON CONFLICT DO NOTHING;
        GET DIAGNOSTICS v_count = ROW_COUNT;
        ${refuses ? `IF v_count < pg_catalog.cardinality(v_new) THEN ${raise('taken', name)} END IF;` : ''}
      END IF;`

/** The tables and functions that a store has once. Lanes are explained in commits.ts. */
export const storeSql = (qualify: Qualify): string => `
  CREATE TABLE IF NOT EXISTS ${qualify('store:indexes')} (
    object text COLLATE "C" PRIMARY KEY, collection text NOT NULL, name text NOT NULL, kind text NOT NULL,
    state text NOT NULL, since timestamptz NOT NULL DEFAULT pg_catalog.now()
  );
  CREATE TABLE IF NOT EXISTS ${qualify('store:lanes')} (
    lane text COLLATE "C" PRIMARY KEY, seq bigint NOT NULL, at timestamptz NOT NULL
  ) WITH (fillfactor = 50);
  CREATE OR REPLACE FUNCTION ${qualify('store:sum')}(v jsonb, by bigint) RETURNS bigint
  LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE
    WHEN v IS NULL OR pg_catalog.jsonb_typeof(v) = 'null' THEN by
    WHEN pg_catalog.jsonb_typeof(v) = 'number' THEN CASE
      WHEN v::numeric = pg_catalog.trunc(v::numeric) AND pg_catalog.abs(v::numeric + by) <= 9007199254740991
      THEN (v::numeric + by)::bigint END
    END;
  CREATE OR REPLACE FUNCTION ${qualify('store:claim')}(v_lane text, v_seq bigint) RETURNS boolean
  LANGUAGE plpgsql SET lock_timeout = '5s' AS $claim$BEGIN
    INSERT INTO ${qualify('store:lanes')} AS l (lane, seq, at) VALUES (v_lane, v_seq + 1, pg_catalog.now())
    ON CONFLICT (lane) DO UPDATE SET seq = excluded.seq, at = excluded.at WHERE l.seq < v_seq;
    RETURN (SELECT l.seq = v_seq FROM ${qualify('store:lanes')} l WHERE l.lane = v_lane);
  END$claim$;
  CREATE OR REPLACE FUNCTION ${qualify('store:commit')}(v_lane text, v_seq bigint, v_deadline float8, v_work jsonb)
  RETURNS float8 LANGUAGE plpgsql
  SET enable_seqscan = off SET plan_cache_mode = force_generic_plan SET lock_timeout = '5s' AS $commit$
  DECLARE v_run jsonb; v_now float8; v_isfirst boolean;
  BEGIN
    INSERT INTO ${qualify('store:lanes')} AS l (lane, seq, at) VALUES (v_lane, v_seq, pg_catalog.now())
    ON CONFLICT (lane) DO UPDATE SET seq = excluded.seq, at = excluded.at WHERE l.seq < excluded.seq;
    v_isfirst := FOUND;
    IF v_isfirst THEN
      FOR v_run IN SELECT e.w FROM pg_catalog.jsonb_array_elements(v_work -> 0) e(w) LOOP
        EXECUTE 'SELECT FROM ' || (v_run ->> 0) || ' t WHERE t.id = ANY ($1) ORDER BY t.id FOR NO KEY UPDATE'
        USING ARRAY(SELECT pg_catalog.jsonb_array_elements_text(v_run -> 1));
      END LOOP;
      FOR v_run IN SELECT e.w FROM pg_catalog.jsonb_array_elements(v_work -> 1) e(w) LOOP
        EXECUTE 'SELECT ' || (v_run ->> 0) || '($1, $2, $3)'
        USING v_run ->> 1, (v_run -> 2)::integer, v_run -> 3;
      END LOOP;
    END IF;
    v_now := extract(epoch FROM pg_catalog.clock_timestamp()) * 1000;
    IF v_isfirst AND v_now > v_deadline THEN
      RAISE EXCEPTION USING ERRCODE = '${REFUSED.late}', MESSAGE = 'late', DETAIL = v_now::text;
    END IF;
    RETURN v_now;
  END$commit$;
`
