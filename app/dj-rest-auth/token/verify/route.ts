export {
  verify as DELETE,
  verify as GET,
  verify as HEAD,
  verify as OPTIONS,
  verify as PATCH,
  verify as POST,
  verify as PUT,
} from '@/lib/rest-auth/http'
