export { downloadExport as GET } from '@/lib/web/download-export'
