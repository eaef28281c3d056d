export {
  providerLogin as DELETE,
  providerLogin as GET,
  providerLogin as HEAD,
  providerLogin as OPTIONS,
  providerLogin as PATCH,
  providerLogin as POST,
  providerLogin as PUT,
} from '@/lib/rest-auth/http'
