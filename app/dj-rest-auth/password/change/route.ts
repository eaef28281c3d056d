export {
  passwordChange as DELETE,
  passwordChange as GET,
  passwordChange as HEAD,
  passwordChange as OPTIONS,
  passwordChange as PATCH,
  passwordChange as POST,
  passwordChange as PUT,
} from '@/lib/rest-auth/http'
