export {
  obtainSliding as DELETE,
  obtainSliding as GET,
  obtainSliding as HEAD,
  obtainSliding as OPTIONS,
  obtainSliding as PATCH,
  obtainSliding as POST,
  obtainSliding as PUT,
} from '@/lib/tokens/http'
