/** The person behind a session, as pages and use cases see them. */
export type CurrentUser = {
  id: string
  /** The id on the Django-compatible wire. */
  number: number
  email: string
  role: 'user' | 'staff' | 'owner'
  emailVerifiedAt: Date | null
  name: string
  nickname: string
  bio: string
  locale: string | null
  timeZone: string | null
  hasPassword: boolean
  hasPicture: boolean
}
