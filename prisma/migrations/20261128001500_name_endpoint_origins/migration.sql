-- Some OpenID providers have endpoints at other origins than their issuer's; until now only the environment could name them.
ALTER TABLE "social_apps" ADD COLUMN "endpoint_origins" TEXT[] DEFAULT ARRAY[]::TEXT[];
