export {
  resendEmail as DELETE,
  resendEmail as GET,
  resendEmail as HEAD,
  resendEmail as OPTIONS,
  resendEmail as PATCH,
  resendEmail as POST,
  resendEmail as PUT,
} from '@/lib/rest-auth/http'
