import type { Device } from '@/lib/sessions/device'

const shapes: Record<Device['kind'], React.ReactNode> = {
  computer: <path d="M4 5h16v11H4zM9 20h6M12 16v4" />,
  phone: <path d="M8 3h8v18H8zM11 18h2" />,
  tablet: <path d="M5 3h14v18H5zM11 18h2" />,
  program: <path d="m8 8-4 4 4 4M16 8l4 4-4 4M13.5 6l-3 12" />,
}

export function DeviceIcon({ kind }: { kind: Device['kind'] }) {
  return (
    <svg
      width="28"
      height="28"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      className="mt-0.5 shrink-0 text-ink-soft"
    >
      {shapes[kind]}
    </svg>
  )
}
