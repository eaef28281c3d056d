import { pool } from '@/lib/db'
import type { ApiUser } from './find-api-user'
import type { Person } from './find-person'

const SELECT_SQL = `SELECT u.id, u.number, u.email, u.is_active AS "isActive",
                  coalesce(p.nickname, '') AS nickname, coalesce(p.bio, '') AS bio
             FROM users u
             LEFT JOIN profiles p ON p.user_id = u.id`

export async function findApiUserByNumber(number: number): Promise<ApiUser | null> {
  const text = `${SELECT_SQL} WHERE u.number = $1`
  const { rows } = await pool.query<ApiUser>({ name: 'find-api-user', text, values: [number] })
  return rows[0] ?? null
}

export async function findApiUserById(id: string): Promise<ApiUser | null> {
  const text = `${SELECT_SQL} WHERE u.id = $1`
  const { rows } = await pool.query<ApiUser>({ name: 'find-api-user-by-id', text, values: [id] })
  return rows[0] ?? null
}

export async function findPersonById(id: string): Promise<Person | null> {
  const { rows } = await pool.query<Person>({
    name: 'find-person-by-id',
    text: `SELECT u.id, u.email, u.role, p.locale FROM users u LEFT JOIN profiles p ON p.user_id = u.id
            WHERE u.id = $1 AND u.is_active`,
    values: [id],
  })
  return rows[0] ?? null
}
