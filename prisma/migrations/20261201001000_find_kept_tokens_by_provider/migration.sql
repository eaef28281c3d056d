-- Few identities hold tokens; those that are to be forgotten are found without reading all of the others.
CREATE INDEX "accounts_kept_tokens_idx" ON "accounts"("provider", "created_at") WHERE (access_token IS NOT NULL);
