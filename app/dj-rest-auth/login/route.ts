export {
  login as DELETE,
  login as GET,
  login as HEAD,
  login as OPTIONS,
  login as PATCH,
  login as POST,
  login as PUT,
} from '@/lib/rest-auth/http'
