import { isSparse } from '#store/index-keys.ts'
import { type FieldLayout, hasEntries, type IndexLayout, type TableLayout } from './layout.ts'
import { literal, type Qualify } from './names.ts'

/** The function that makes an index's text of a document: one, or for a table of entries an array of them. */
export function keyFunctionSql(index: IndexLayout, qualify: Qualify): string {
  const sparse = isSparse(index.spec)
  const parts = index.fields.map((field) => partSql(field, { sparse, qualify }))
  const key = [...parts, ...(index.kind === 'unique' ? [] : ['v_id'])].join(' || ')
  const multi = index.fields.find((field) => field.multi)
  const returns = hasEntries(index) ? 'text[]' : 'text'
  const value = hasEntries(index) ? entriesSql(key, multi) : key
  return `CREATE OR REPLACE FUNCTION ${index.key}(v_body jsonb, v_id text) RETURNS ${returns}
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $key$BEGIN RETURN ${value}; END$key$;`
}

function partSql(field: FieldLayout, { sparse, qualify }: { sparse: boolean; qualify: Qualify }): string {
  const value = field.multi ? 'v_element' : pathSql('v_body', field.steps)
  const part = `${qualify(field.inverted ? 'store:inverse' : 'store:key')}(${value})`
  // NULL makes the whole text NULL, which is to be in no index.
  return sparse ? `NULLIF(${part}, '${field.inverted ? 5 : 0}')` : part
}

const pathSql = (from: string, steps: FieldLayout['steps']): string =>
  [from, ...steps.map(({ name }) => literal(name))].join(' -> ')

function entriesSql(key: string, multi: FieldLayout | undefined): string {
  const from = multi ? ` FROM ${walkSql(multi)}` : ''
  return `ARRAY(SELECT DISTINCT e.k FROM (SELECT ${key} AS k${from}) e WHERE e.k IS NOT NULL ORDER BY 1)`
}

/** Rows of `v_element` for `variants[].sku`, or `a[].b[].c`: what is no array has no elements. */
function walkSql({ steps }: FieldLayout): string {
  const walks: string[] = []
  let from = 'v_body'
  let pending: { name: string; each: boolean }[] = []
  for (const step of steps) {
    pending.push(step)
    if (!step.each) continue
    const array = pathSql(from, pending)
    from = `w${walks.length}.v`
    walks.push(
      `LATERAL pg_catalog.jsonb_array_elements(CASE WHEN pg_catalog.jsonb_typeof(${array}) = 'array'
        THEN ${array} ELSE '[]' END) w${walks.length}(v)`,
    )
    pending = []
  }
  return `${walks.join(', ')}, LATERAL (SELECT ${pathSql(from, pending)}) last(v_element)`
}

/**
 * The functions that read an index, in both directions. They leave the planner no choice: it must take the
 * index, in its order, whatever it believes about the data. Their plans are kept by each connection.
 */
export function readFunctionsSql(layout: TableLayout, index: IndexLayout): string {
  const define = (name: string, direction: '' | 'DESC') => `
  CREATE OR REPLACE FUNCTION ${name}(v_from text, v_to text, v_limit bigint)
  RETURNS TABLE (id text, revision bigint, schema integer, body jsonb, key text)
  LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan
  ${OTHER_WAYS.map((way) => `SET enable_${way} = off`).join(' ')} AS $read$BEGIN RETURN QUERY
    ${readSql(layout, index, direction)};
  END$read$;`
  return define(index.up, '') + define(index.down, 'DESC')
}

/** What the planner could do instead of walking along the index. */
export const OTHER_WAYS = ['seqscan', 'bitmapscan', 'sort', 'hashjoin', 'mergejoin', 'material'] as const

export function readSql(layout: TableLayout, index: IndexLayout, direction: '' | 'DESC'): string {
  const text = textSql(index)
  const columns = `d.id, d.revision, d.schema, d.body, ${hasEntries(index) ? 'k.key' : 'NULL::text'}`
  const from = hasEntries(index) ? `${index.at} k JOIN ${layout.table} d ON d.id = k.id` : `${layout.table} d`
  return `SELECT ${columns} FROM ${from} WHERE ${text} >= v_from AND ${text} < v_to
    ORDER BY ${text} ${direction} LIMIT v_limit`
}

function textSql(index: IndexLayout): string {
  if (index.kind === 'id') return 'd.id'
  return hasEntries(index) ? 'k.key' : `${index.key}(d.body, d.id) COLLATE "C"`
}
