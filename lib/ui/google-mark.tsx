/** The four-coloured letter that Google asks for on its buttons, drawn from the published proportions. */
export function GoogleMark() {
  return (
    <svg aria-hidden="true" viewBox="0 0 20 20" className="size-5 shrink-0" fill="none" strokeWidth="3.6">
      <path stroke="#ea4335" d="M4.1 6.6A7 7 0 0 1 15 5.1" />
      <path stroke="#fbbc05" d="M4.1 13.4a7 7 0 0 1 0-6.8" />
      <path stroke="#34a853" d="M14.6 15.3A7 7 0 0 1 4.1 13.4" />
      <path stroke="#4285f4" d="M10 10h7a7 7 0 0 1-2.4 5.3" />
    </svg>
  )
}
