-- API clients that send a code have a redirect URI of their own; until now that of our pages was taken for all but Google's.
ALTER TABLE "social_apps" ADD COLUMN "callback_url" TEXT;
