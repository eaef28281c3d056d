import { account } from './en/account'
import { activity } from './en/activity'
import { admin } from './en/admin'
import { auth } from './en/auth'
import { common } from './en/common'
import { developers } from './en/developers'
import { doctor } from './en/doctor'
import { home } from './en/home'
import { problems } from './en/problems'
import { social } from './en/social'
import { yourData } from './en/your-data'

export const en = {
  account,
  activity,
  admin,
  auth,
  common,
  developers,
  doctor,
  home,
  problems,
  social,
  yourData,
}
