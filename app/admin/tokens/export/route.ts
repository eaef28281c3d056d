export { downloadTokens as GET } from '@/lib/web/download-tokens'
