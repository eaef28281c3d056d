export {
  undo as DELETE,
  undo as GET,
  undo as HEAD,
  undo as OPTIONS,
  undo as PATCH,
  undo as POST,
  undo as PUT,
} from '@/lib/account-api/http'
