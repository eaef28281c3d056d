export {
  blacklist as DELETE,
  blacklist as GET,
  blacklist as HEAD,
  blacklist as OPTIONS,
  blacklist as PATCH,
  blacklist as POST,
  blacklist as PUT,
} from '@/lib/tokens/http'
