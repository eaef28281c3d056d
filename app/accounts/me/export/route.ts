export {
  dataExport as DELETE,
  dataExport as GET,
  dataExport as HEAD,
  dataExport as OPTIONS,
  dataExport as PATCH,
  dataExport as POST,
  dataExport as PUT,
} from '@/lib/account-api/http'
