export type Plan = {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  Operation?: string
  'Actual Rows': number
  'Actual Loops': number
  /** From PostgreSQL 18 on: of a list of keys each is one. */
  'Index Searches'?: number
  Plans?: Plan[]
}

/** How much of the catalogue a written row of a table concerns: its indexes, and the foreign keys on either side. */
export type WriteCosts = ReadonlyMap<string, number>

/** What a plan does, without its numbers, so that two of them can be compared; a memory of rows just read is no other. */
export function shapeOf(plan: Plan): string {
  if (plan['Node Type'] === 'Memoize') return (plan.Plans ?? []).map(shapeOf).join(', ')
  const on = plan['Index Name'] ?? plan['Relation Name']
  const children = (plan.Plans ?? []).map(shapeOf)
  const name = [plan.Operation ?? plan['Node Type'], on].filter(Boolean).join(' ')
  return children.length > 0 ? `${name} (${children.join(', ')})` : name
}

/** How often an index is gone down from its root; each time costs one page more where the tree is one level higher. */
export function countDescents(plan: Plan, costs: WriteCosts): number {
  const read = plan['Index Name'] ? Math.max(plan['Index Searches'] ?? 0, plan['Actual Loops']) : 0
  const written = plan.Operation ? rowsInto(plan) * (costs.get(plan['Relation Name'] ?? '') ?? 0) : 0
  const below = (plan.Plans ?? []).map((child) => countDescents(child, costs))
  return below.reduce((sum, one) => sum + one, read + written)
}

// A writing node without RETURNING gives no rows; what it is given it writes.
function rowsInto({ Plans = [] }: Plan): number {
  return Plans.reduce((most, child) => Math.max(most, child['Actual Rows'] * child['Actual Loops']), 0)
}
