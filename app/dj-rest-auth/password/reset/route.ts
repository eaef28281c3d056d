export {
  passwordReset as DELETE,
  passwordReset as GET,
  passwordReset as HEAD,
  passwordReset as OPTIONS,
  passwordReset as PATCH,
  passwordReset as POST,
  passwordReset as PUT,
} from '@/lib/rest-auth/http'
