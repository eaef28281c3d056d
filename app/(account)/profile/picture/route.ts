export { readPicture as GET, receivePicture as POST } from '@/lib/web/picture-route'
