export {
  refreshSliding as DELETE,
  refreshSliding as GET,
  refreshSliding as HEAD,
  refreshSliding as OPTIONS,
  refreshSliding as PATCH,
  refreshSliding as POST,
  refreshSliding as PUT,
} from '@/lib/tokens/http'
