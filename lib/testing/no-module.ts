// Stands in for `server-only`, which throws everywhere but in Next.
export {}
