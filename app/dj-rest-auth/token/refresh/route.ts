export {
  refresh as DELETE,
  refresh as GET,
  refresh as HEAD,
  refresh as OPTIONS,
  refresh as PATCH,
  refresh as POST,
  refresh as PUT,
} from '@/lib/rest-auth/http'
