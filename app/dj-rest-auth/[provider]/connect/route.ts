export {
  providerConnect as DELETE,
  providerConnect as GET,
  providerConnect as HEAD,
  providerConnect as OPTIONS,
  providerConnect as PATCH,
  providerConnect as POST,
  providerConnect as PUT,
} from '@/lib/rest-auth/http'
