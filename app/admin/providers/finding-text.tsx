import { getTranslations } from 'next-intl/server'
import type { Finding } from '@/lib/social/checks/finding'

/** What a check found wrong, and how to mend it; nothing where all is well. */
export async function FindingText({ finding: { fault, values } }: { finding: Finding }) {
  const t = await getTranslations('doctor.fault')
  return fault && t(fault, values)
}
