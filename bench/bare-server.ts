import { createServer } from 'node:http'
import { isTokenGood } from './next-route/check-token'

/** The comparison: node:http and the same check, nothing else; at /unchecked not even that. */
createServer(async (request, response) => {
  // Somebody asks whether it is up.
  if (request.method === 'GET') return void response.end()
  let text = ''
  for await (const chunk of request) text += chunk
  const { token } = JSON.parse(text)
  const isGood = request.url === '/unchecked' || isTokenGood(token)
  response.writeHead(isGood ? 200 : 401, { 'content-type': 'application/json', 'content-length': 2 })
  response.end('{}')
}).listen(Number(process.env.PORT), 'localhost')
