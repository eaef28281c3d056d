type AvatarProps = { name: string; src?: string; alt?: string; size?: 'small' | 'large' }

/** A person's picture, or the first letter of the name. */
export function Avatar({ name, src, alt = '', size = 'small' }: AvatarProps) {
  const box = size === 'large' ? 'size-24 text-3xl' : 'size-9'
  // biome-ignore lint/performance/noImgElement: Next's optimiser is switched off on purpose
  if (src) return <img src={src} alt={alt} className={`${box} rounded-full object-cover`} />
  const [letter = '?'] = [...name.trim()]
  return (
    <span
      aria-hidden="true"
      className={`${box} grid place-items-center rounded-full bg-accent-soft font-bold text-accent-strong`}
    >
      {letter.toUpperCase()}
    </span>
  )
}
