import { isTokenGood } from '../../check-token'

/** The comparison: a plain Next route handler with the same check. */
export async function POST(request: Request): Promise<Response> {
  const { token } = await request.json()
  return Response.json({}, { status: isTokenGood(token) ? 200 : 401 })
}
