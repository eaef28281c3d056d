// GET /api/auth/callback/<provider> is all there is; see docs/decisions/001.
export { handleProviderCallback as GET, handleProviderCallback as POST } from '@/lib/web/provider-callback'
