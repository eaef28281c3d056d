export {
  google as DELETE,
  google as GET,
  google as HEAD,
  google as OPTIONS,
  google as PATCH,
  google as POST,
  google as PUT,
} from '@/lib/rest-auth/http'
