export {
  socialAccountDisconnect as DELETE,
  socialAccountDisconnect as GET,
  socialAccountDisconnect as HEAD,
  socialAccountDisconnect as OPTIONS,
  socialAccountDisconnect as PATCH,
  socialAccountDisconnect as POST,
  socialAccountDisconnect as PUT,
} from '@/lib/rest-auth/http'
