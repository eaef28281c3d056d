export {
  addresses as DELETE,
  addresses as GET,
  addresses as HEAD,
  addresses as OPTIONS,
  addresses as PATCH,
  addresses as POST,
  addresses as PUT,
} from '@/lib/account-api/http'
