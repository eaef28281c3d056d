export {
  code as DELETE,
  code as GET,
  code as HEAD,
  code as OPTIONS,
  code as PATCH,
  code as POST,
  code as PUT,
} from '@/lib/tokens/http'
