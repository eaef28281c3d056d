/** A latch bar resting in its keeper. */
export function Logo() {
  return (
    <svg width="28" height="28" viewBox="0 0 28 28" aria-hidden="true">
      <rect width="28" height="28" rx="8" fill="var(--accent)" />
      <path
        d="M9 7v14M9 17h8.5M19 11v10"
        stroke="var(--on-accent)"
        strokeWidth="2.6"
        strokeLinecap="round"
        fill="none"
      />
      <circle cx="19" cy="7.5" r="1.7" fill="var(--on-accent)" />
    </svg>
  )
}
