/** What a person can do something about; the message is the whole text they see. */
export class Fault extends Error {}

const CAUSES = {
  ENOSPC: 'The disk is full',
  EDQUOT: 'The disk quota is used up',
  EACCES: 'This user has no right to do that',
  EPERM: 'This user has no right to do that',
  EROFS: 'The file system is read-only',
  EMFILE: 'Too many files are open',
}

/** Runs a whole command: what it resolves to is the exit code, a fault is one sentence and exit code 1. */
export async function endWith(run) {
  try {
    process.exit((await run()) ?? 0)
  } catch (error) {
    console.error(`\n${sentenceOf(error)}`)
    process.exit(1)
  }
}

function sentenceOf(error) {
  if (error instanceof Fault) return error.message
  const cause = CAUSES[error?.code]
  return cause ? `${cause}: ${error.path ?? error.message}` : error
}
