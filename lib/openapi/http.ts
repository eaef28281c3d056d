import { jsonRoute, noInput } from '@/lib/http/json-route'
import { openApiDocument } from './document'

export const openApi = jsonRoute({ GET: [noInput, openApiDocument] }, { name: 'OpenAPI' })
