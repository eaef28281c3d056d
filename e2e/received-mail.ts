import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'
import { newCertificate } from './tls-proxy'

/**
 * Takes the mail of `npm run serve`, over TLS, and keeps each as a file, where every worker can read it.
 * Returns the file of the certificate to trust, and what stops it.
 */
export async function startSmtpServer(port: number): Promise<{ certificateFile: string; stop: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-mail-'))
  process.env.E2E_MAIL_FOLDER = folder
  const { key, cert } = await newCertificate('localhost')
  const certificateFile = join(folder, 'certificate.pem')
  writeFileSync(certificateFile, cert)
  let count = 0
  const server = new SMTPServer({
    ...{ secure: true, key, cert },
    authOptional: true,
    onData: (stream, session, done) => {
      const recipient = session.envelope.rcptTo[0]?.address ?? ''
      text(stream).then((source) => {
        count += 1
        writeFileSync(join(folder, `${recipient}.${count}.eml`), source)
        done()
      }, done)
    },
  })
  await new Promise<void>((resolve) => server.listen(port, 'localhost', resolve))
  const stop = async () => {
    await new Promise<void>((resolve) => server.close(resolve))
    rmSync(folder, { recursive: true })
  }
  return { certificateFile, stop }
}

/** The sources of all mail that has arrived for an address. */
export function receivedMail(recipient: string): string[] {
  const folder = process.env.E2E_MAIL_FOLDER ?? ''
  return readdirSync(folder)
    .filter((name) => name.startsWith(`${recipient}.`))
    .map((name) => readFileSync(join(folder, name), 'utf8').replace(/=\r\n/g, '').replace(/=3D/g, '='))
}
