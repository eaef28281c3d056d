export {
  sessionToken as DELETE,
  sessionToken as GET,
  sessionToken as HEAD,
  sessionToken as OPTIONS,
  sessionToken as PATCH,
  sessionToken as POST,
  sessionToken as PUT,
} from '@/lib/web/session-token-route'
