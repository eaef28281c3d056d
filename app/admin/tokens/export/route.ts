export { exportTokens as GET } from '@/lib/web/export-tokens'
