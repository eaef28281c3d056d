export {
  jwks as DELETE,
  jwks as GET,
  jwks as HEAD,
  jwks as OPTIONS,
  jwks as PATCH,
  jwks as POST,
  jwks as PUT,
} from '@/lib/tokens/http'
