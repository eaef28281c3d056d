export {
  activity as DELETE,
  activity as GET,
  activity as HEAD,
  activity as OPTIONS,
  activity as PATCH,
  activity as POST,
  activity as PUT,
} from '@/lib/account-api/http'
