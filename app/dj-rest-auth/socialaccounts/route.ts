export {
  socialAccounts as DELETE,
  socialAccounts as GET,
  socialAccounts as HEAD,
  socialAccounts as OPTIONS,
  socialAccounts as PATCH,
  socialAccounts as POST,
  socialAccounts as PUT,
} from '@/lib/rest-auth/http'
