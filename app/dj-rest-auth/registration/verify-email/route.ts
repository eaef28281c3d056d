export {
  verifyEmail as DELETE,
  verifyEmail as GET,
  verifyEmail as HEAD,
  verifyEmail as OPTIONS,
  verifyEmail as PATCH,
  verifyEmail as POST,
  verifyEmail as PUT,
} from '@/lib/rest-auth/http'
