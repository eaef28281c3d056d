-- Of several requests that find a provider's access token expired, one renews it.
ALTER TABLE "accounts" ADD COLUMN "refresh_claimed_until" TIMESTAMPTZ(3);
