import { createServer } from 'node:http'
import { Pool } from 'pg'
import { newJti } from '@/lib/tokens/mint-tokens'
import { ROTATE_SQL } from '@/lib/tokens/store'

/** The comparison: node:http and the same statement by raw pg; no token is read or made. */
const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 })

createServer(async (request, response) => {
  if (request.method === 'GET') return void response.end()
  let text = ''
  for await (const chunk of request) text += chunk
  const { jti } = JSON.parse(text)
  const now = new Date()
  const expiresAt = new Date(now.getTime() + 86_400_000)
  const values = [jti, newJti(now), now, expiresAt, '', '']
  const { rows } = await pool.query({ name: 'rotate', text: ROTATE_SQL, values })
  response.writeHead(rows.length === 1 ? 200 : 401, { 'content-type': 'application/json', 'content-length': 2 })
  response.end('{}')
}).listen(Number(process.env.PORT), 'localhost')
