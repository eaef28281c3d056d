'use server'

import { redirect } from 'next/navigation'
import { actOnApp, addApp, changeApp } from '@/lib/social/save-app'
import { addAppSchema, appActSchema, changeAppSchema } from '@/lib/social/schemas'
import { requireOwner, requireRecentSignIn } from '@/lib/web/current-user'
import { formAction } from '@/lib/web/form-action'

const HERE = '/admin/providers'

export const addAppAction = formAction(addAppSchema, async (input, client) => {
  const { id: ownerId } = await requireOwner()
  await requireRecentSignIn(HERE)
  const provider = await addApp(input, { ownerId, client })
  redirect(`${HERE}/${provider}?notice=added`)
})

export const changeAppAction = formAction(changeAppSchema, async (input, client) => {
  const { id: ownerId } = await requireOwner()
  await requireRecentSignIn(HERE)
  await changeApp(input, { ownerId, client })
  redirect(`${HERE}/${input.provider}?notice=changed`)
})

export const actOnAppAction = formAction(appActSchema, async (input, client) => {
  const { id: ownerId } = await requireOwner()
  await requireRecentSignIn(HERE)
  await actOnApp(input, { ownerId, client })
  redirect(`${HERE}?notice=${input.act}`)
})
