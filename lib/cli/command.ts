/** One command of `npm run latchkey`: gets the words after its name, resolves to the exit code. */
export type Command = (args: string[]) => Promise<number>

/** A refusal the person at the terminal can do something about; its message is all they see. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
}
