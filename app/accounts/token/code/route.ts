export {
  obtainByCode as DELETE,
  obtainByCode as GET,
  obtainByCode as HEAD,
  obtainByCode as OPTIONS,
  obtainByCode as PATCH,
  obtainByCode as POST,
  obtainByCode as PUT,
} from '@/lib/tokens/http'
