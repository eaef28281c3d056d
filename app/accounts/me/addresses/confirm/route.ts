export {
  confirmedAddress as DELETE,
  confirmedAddress as GET,
  confirmedAddress as HEAD,
  confirmedAddress as OPTIONS,
  confirmedAddress as PATCH,
  confirmedAddress as POST,
  confirmedAddress as PUT,
} from '@/lib/account-api/http'
