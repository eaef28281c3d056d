import { randomBytes } from 'node:crypto'
import { afterAll, inject } from 'vitest'
import { createDatabase, dropDatabase } from './databases'

const template = inject('templateDatabase')
const url = await createDatabase(`${template}_${randomBytes(6).toString('hex')}`, template)
process.env.DATABASE_URL = url

afterAll(() => dropDatabase(url))
