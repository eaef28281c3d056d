export {
  registration as DELETE,
  registration as GET,
  registration as HEAD,
  registration as OPTIONS,
  registration as PATCH,
  registration as POST,
  registration as PUT,
} from '@/lib/rest-auth/http'
