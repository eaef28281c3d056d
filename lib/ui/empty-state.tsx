export function EmptyState({ title, text }: { title: string; text: string }) {
  return (
    <div className="grid gap-1 rounded-2xl border border-line-strong border-dashed p-8 text-center">
      <p className="font-semibold">{title}</p>
      <p className="text-ink-soft">{text}</p>
    </div>
  )
}
