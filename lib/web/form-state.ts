/** What a form shows after its action ran; nothing of it is a password. */
export type FormState = {
  /** What is wrong with the whole, in the person's language. */
  error?: string
  /** What is wrong with each field, in the person's language. */
  fields?: Record<string, string[]>
  /** What was typed, to be shown again. */
  values?: Record<string, string>
  /** What went well, in the person's language. */
  notice?: string
  /** What the browser has to solve before the form is sent again. */
  challenge?: string
  /** A secret that was just made; this answer alone carries it, so it is shown once. */
  secret?: string
}

export type FormServerAction = (state: FormState, formData: FormData) => Promise<FormState>
