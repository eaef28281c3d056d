export {
  deletionUndo as DELETE,
  deletionUndo as GET,
  deletionUndo as HEAD,
  deletionUndo as OPTIONS,
  deletionUndo as PATCH,
  deletionUndo as POST,
  deletionUndo as PUT,
} from '@/lib/account-api/http'
