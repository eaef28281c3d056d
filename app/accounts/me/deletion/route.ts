export {
  deletion as DELETE,
  deletion as GET,
  deletion as HEAD,
  deletion as OPTIONS,
  deletion as PATCH,
  deletion as POST,
  deletion as PUT,
} from '@/lib/account-api/http'
