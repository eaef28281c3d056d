import type { en } from './en'
import { account } from './ko/account'
import { activity } from './ko/activity'
import { admin } from './ko/admin'
import { auth } from './ko/auth'
import { common } from './ko/common'
import { developers } from './ko/developers'
import { doctor } from './ko/doctor'
import { home } from './ko/home'
import { problems } from './ko/problems'
import { social } from './ko/social'
import { yourData } from './ko/your-data'

export const ko: typeof en = {
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
