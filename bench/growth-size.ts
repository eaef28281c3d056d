import { measureSize } from './growth/measure-size'

/** Started by growth.ts with a database of its own; tells it what was found. */
const [users, tokens] = process.argv.slice(2).map(Number)
const measured = await measureSize({ users: users ?? 0, tokens: tokens ?? 0 })
process.send?.(measured, () => process.exit())
