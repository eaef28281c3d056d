/** Class lists that several components share; everything else stands where it is used. */
export const controlClass =
  'w-full min-h-11 rounded-lg border border-line-strong bg-surface px-3 py-2 text-ink aria-invalid:border-danger aria-invalid:border-2'

const button =
  'inline-flex min-h-11 items-center justify-center gap-2 rounded-lg px-4 py-2 text-center font-semibold transition-colors disabled:opacity-60'

export const buttonClass = {
  primary: `${button} bg-accent text-on-accent hover:bg-accent-strong`,
  secondary: `${button} border border-line-strong bg-surface text-ink hover:bg-raised`,
  danger: `${button} border border-danger bg-surface text-danger hover:bg-danger-soft`,
  quiet: `${button} px-3 text-ink-soft hover:bg-raised hover:text-ink`,
} as const

export type ButtonLook = keyof typeof buttonClass

export const linkClass = 'font-medium text-accent underline underline-offset-4 hover:text-accent-strong'
