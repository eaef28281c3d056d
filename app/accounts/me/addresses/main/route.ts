export {
  mainAddress as DELETE,
  mainAddress as GET,
  mainAddress as HEAD,
  mainAddress as OPTIONS,
  mainAddress as PATCH,
  mainAddress as POST,
  mainAddress as PUT,
} from '@/lib/account-api/http'
