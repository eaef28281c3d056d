/** The columns of a truth table, and what may stand in each. */
type Columns = Record<string, readonly string[]>
export type Combination<C extends Columns> = { [Name in keyof C]: C[Name][number] }

export type TruthTable<C extends Columns> = {
  columns: C
  /** Gives the combination that stands for one that cannot be, or in which a column means nothing. */
  standIn?: (combination: Combination<C>) => Combination<C>
}

type Row = { cells: Record<string, string[]>; outcome: string }

/** Every combination that can be, once. */
export function combinationsOf<C extends Columns>({
  columns,
  standIn = (one) => one,
}: TruthTable<C>): Combination<C>[] {
  return [...new Map(allOf(columns).map((one) => [keyOf(standIn(one)), standIn(one)])).values()]
}

/**
 * Writes a truth table as Markdown: rows that differ in one column and have one outcome become one row. Each combination
 * is in one row only, and a column that never matters is named below.
 *
 * @param outcomes in the order of `combinationsOf`
 */
export function writeTruthTable<C extends Columns>(table: TruthTable<C>, outcomes: string[]): string {
  const { columns, standIn = (one) => one } = table
  const outcomeOf = new Map(combinationsOf(table).map((one, index) => [keyOf(one), outcomes[index] ?? '']))
  const rows = allOf(columns).map((one) => ({
    cells: Object.fromEntries(Object.entries<string>(one).map(([name, value]) => [name, [value]])),
    outcome: outcomeOf.get(keyOf(standIn(one))) ?? '',
  }))
  return writeRows(columns, mergeRows(columns, rows))
}

function allOf<C extends Columns>(columns: C): Combination<C>[] {
  const all = Object.entries(columns).reduce<Record<string, string>[]>(
    (rows, [name, values]) => rows.flatMap((row) => values.map((value) => ({ ...row, [name]: value }))),
    [{}],
  )
  return all as Combination<C>[]
}

const keyOf = (combination: Record<string, string>) => JSON.stringify(Object.entries(combination).sort())

// From the last column to the first, so that the first ones tell the rows apart.
function mergeRows(columns: Columns, rows: Row[]): Row[] {
  const merged = Object.entries(columns).reverse().reduce(mergeAlong, rows)
  return merged.length === rows.length ? merged : mergeRows(columns, merged)
}

function mergeAlong(rows: Row[], [name, all]: [string, readonly string[]]): Row[] {
  const merged = new Map<string, Row>()
  for (const { cells, outcome } of rows) {
    const key = JSON.stringify([outcome, { ...cells, [name]: [] }])
    const values = [...(merged.get(key)?.cells[name] ?? []), ...(cells[name] ?? [])]
    merged.set(key, { cells: { ...cells, [name]: all.filter((value) => values.includes(value)) }, outcome })
  }
  return [...merged.values()]
}

function writeRows(columns: Columns, rows: Row[]): string {
  const isAny = ({ cells }: Row, name: string) => cells[name]?.length === columns[name]?.length
  const names = Object.keys(columns).filter((name) => rows.some((row) => !isAny(row, name)))
  const idle = Object.keys(columns).filter((name) => !names.includes(name))
  const cellsOf = (row: Row) => names.map((name) => (isAny(row, name) ? 'any' : row.cells[name]?.join(' or ')))
  const heading = [...names, 'what happens']
  const lines = [heading, heading.map(() => '---'), ...rows.map((row) => [...cellsOf(row), row.outcome])]
  const below = idle.length > 0 ? ['', `Does not matter: ${idle.join('; ')}.`] : []
  return [...lines.map((line) => `| ${line.join(' | ')} |`), ...below].join('\n')
}
