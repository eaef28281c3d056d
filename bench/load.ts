import { connect } from 'node:net'

export type LoadResult = { perSecond: number; latencies: number[]; failures: number }

/**
 * Sends each request once over keep-alive connections, one at a time per connection, and measures.
 * Written on bare sockets: a full HTTP client would cost more than the servers it measures.
 */
export async function sendAll(port: number, requests: Buffer[], connections: number): Promise<LoadResult> {
  const latencies: number[] = []
  let next = 0
  let failures = 0
  const startedAt = performance.now()

  function work(): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: 'localhost', noDelay: true })
      let sentAt = 0
      let received = ''
      const send = () => {
        const request = requests[next++]
        if (!request) return void socket.end(resolve)
        sentAt = performance.now()
        socket.write(request)
      }
      socket.on('connect', send).on('error', reject)
      socket.on('data', (chunk) => {
        received += chunk.toString('latin1')
        if (!isComplete(received)) return
        latencies.push(performance.now() - sentAt)
        if (!received.startsWith('HTTP/1.1 200')) failures += 1
        received = ''
        send()
      })
    })
  }
  await Promise.all(Array.from({ length: connections }, work))
  return { perSecond: (latencies.length / (performance.now() - startedAt)) * 1_000, latencies, failures }
}

function isComplete(text: string): boolean {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return false
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, end))?.[1]
  if (length !== undefined) return text.length >= end + 4 + Number(length)
  return text.endsWith('0\r\n\r\n')
}

/** A POST of JSON as bytes. */
export function postRequest(port: number, path: string, body: object): Buffer {
  const json = JSON.stringify(body)
  const head = [
    `POST ${path} HTTP/1.1`,
    `Host: localhost:${port}`,
    'Content-Type: application/json',
    'Accept: application/json',
    `Content-Length: ${Buffer.byteLength(json)}`,
  ]
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${json}`)
}

export function quantile(values: number[], fraction: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * fraction))] ?? Number.NaN
}
