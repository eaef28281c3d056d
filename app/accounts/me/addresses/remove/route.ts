export {
  removedAddress as DELETE,
  removedAddress as GET,
  removedAddress as HEAD,
  removedAddress as OPTIONS,
  removedAddress as PATCH,
  removedAddress as POST,
  removedAddress as PUT,
} from '@/lib/account-api/http'
