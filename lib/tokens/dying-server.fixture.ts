import { refreshTokens } from './refresh-tokens'

const [refresh = '', now = ''] = process.argv.slice(2)
const client = { ip: '192.0.2.9', userAgent: 'dying server', requestId: '' }
await refreshTokens({ refresh }, client, new Date(Number(now)))
process.kill(process.pid, 'SIGKILL')
