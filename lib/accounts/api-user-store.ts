import { pool } from '@/lib/db'
import type { ApiUser } from './find-api-user'

export async function findApiUserByNumber(number: number): Promise<ApiUser | null> {
  const { rows } = await pool.query<ApiUser>({
    name: 'find-api-user',
    text: `SELECT u.id, u.number, u.email, u.is_active AS "isActive",
                  coalesce(p.nickname, '') AS nickname, coalesce(p.bio, '') AS bio
             FROM users u
             LEFT JOIN profiles p ON p.user_id = u.id
            WHERE u.number = $1`,
    values: [number],
  })
  return rows[0] ?? null
}
