import { getTranslations } from 'next-intl/server'
import type { CurrentUser } from '@/lib/accounts/current-user'
import { Avatar } from '@/lib/ui/avatar'
import { Card } from '@/lib/ui/card'
import { controlClass } from '@/lib/ui/classes'
import { SubmitButton } from '@/lib/ui/submit-button'

/** Posts to the route handler beside it, which has a size limit of its own. */
export async function PictureForm({ user }: { user: CurrentUser }) {
  const t = await getTranslations('account.profile')
  const name = user.name || user.email
  return (
    <Card title={t('picture')}>
      <div className="flex flex-wrap items-center gap-5">
        <Avatar
          name={name}
          size="large"
          alt={t('pictureOf', { name })}
          {...(user.hasPicture && { src: '/profile/picture' })}
        />
        <form
          action="/profile/picture"
          method="post"
          encType="multipart/form-data"
          className="grid min-w-0 flex-1 basis-60 gap-2"
        >
          <label htmlFor="picture" className="font-semibold">
            {t('choosePicture')}
          </label>
          <p id="picture-hint" className="text-ink-soft text-sm">
            {t('pictureHint')}
          </p>
          <input
            id="picture"
            name="picture"
            type="file"
            accept="image/jpeg,image/png,image/webp,image/gif,image/avif"
            required
            aria-describedby="picture-hint"
            className={controlClass}
          />
          <div className="flex flex-wrap gap-2">
            <SubmitButton look="secondary">{t('uploadPicture')}</SubmitButton>
            {user.hasPicture && (
              <button
                type="submit"
                name="remove"
                value="on"
                formNoValidate
                className="min-h-11 rounded-lg px-3 text-danger hover:bg-danger-soft"
              >
                {t('removePicture')}
              </button>
            )}
          </div>
        </form>
      </div>
    </Card>
  )
}
