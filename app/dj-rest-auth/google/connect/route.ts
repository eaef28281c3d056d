export {
  googleConnect as DELETE,
  googleConnect as GET,
  googleConnect as HEAD,
  googleConnect as OPTIONS,
  googleConnect as PATCH,
  googleConnect as POST,
  googleConnect as PUT,
} from '@/lib/rest-auth/http'
