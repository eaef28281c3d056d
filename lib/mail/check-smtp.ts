import { connectSmtp } from './transport'

/** Connects to the SMTP server, encrypts and signs in as a sender would, and hangs up; throws what went wrong. */
export async function checkSmtp(url: string): Promise<void> {
  const connection = connectSmtp(url)
  try {
    await connection.verify()
  } finally {
    connection.close({ force: true })
  }
}
