-- Only what is blacklisted is looked up by it: a rotation need not write into it.
DROP INDEX "outstanding_tokens_blacklisted_at_jti_idx";

-- CreateIndex
CREATE INDEX "outstanding_tokens_blacklisted_at_jti_idx" ON "outstanding_tokens"("blacklisted_at", "jti") WHERE (blacklisted_at IS NOT NULL);
