export {
  obtain as DELETE,
  obtain as GET,
  obtain as HEAD,
  obtain as OPTIONS,
  obtain as PATCH,
  obtain as POST,
  obtain as PUT,
} from '@/lib/tokens/http'
