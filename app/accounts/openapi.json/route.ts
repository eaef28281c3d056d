export {
  openApi as DELETE,
  openApi as GET,
  openApi as HEAD,
  openApi as OPTIONS,
  openApi as PATCH,
  openApi as POST,
  openApi as PUT,
} from '@/lib/openapi/http'
