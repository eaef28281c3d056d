export { readMailPreview as GET } from '@/lib/web/mail-preview-route'
