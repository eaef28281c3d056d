import { stdin, stdout } from 'node:process'
import { createInterface, type Interface } from 'node:readline/promises'
import { Writable } from 'node:stream'

/** Asks at the terminal, or reads the answers line by line when input comes from a file or a pipe. */
export class Prompt {
  #isHidden = false
  readonly #interface: Interface
  readonly #lines: AsyncIterator<string> | undefined

  constructor() {
    const output = new Writable({
      write: (chunk, _, done) => {
        if (!this.#isHidden) stdout.write(chunk)
        done()
      },
    })
    this.#interface = createInterface({ input: stdin, output, terminal: stdin.isTTY })
    this.#lines = stdin.isTTY ? undefined : this.#interface[Symbol.asyncIterator]()
  }

  async ask(question: string): Promise<string> {
    if (!this.#lines) return this.#interface.question(question)
    const { value, done } = await this.#lines.next()
    return done ? '' : value
  }

  /** What is typed does not show. */
  async askSecret(question: string): Promise<string> {
    if (stdin.isTTY) stdout.write(question)
    this.#isHidden = true
    try {
      return await this.ask('')
    } finally {
      this.#isHidden = false
      if (stdin.isTTY) stdout.write('\n')
    }
  }

  close(): void {
    this.#interface.close()
  }
}
