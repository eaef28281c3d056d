export {
  passwordResetConfirm as DELETE,
  passwordResetConfirm as GET,
  passwordResetConfirm as HEAD,
  passwordResetConfirm as OPTIONS,
  passwordResetConfirm as PATCH,
  passwordResetConfirm as POST,
  passwordResetConfirm as PUT,
} from '@/lib/rest-auth/http'
