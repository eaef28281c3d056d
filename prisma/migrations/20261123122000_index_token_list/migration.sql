-- DropIndex
DROP INDEX "outstanding_tokens_user_id_idx";

-- DropIndex
DROP INDEX "outstanding_tokens_session_id_idx";

-- DropIndex
DROP INDEX "outstanding_tokens_expires_at_idx";

-- CreateIndex
CREATE INDEX "outstanding_tokens_user_id_jti_idx" ON "outstanding_tokens"("user_id", "jti");

-- CreateIndex
CREATE INDEX "outstanding_tokens_session_id_jti_idx" ON "outstanding_tokens"("session_id", "jti");

-- CreateIndex
CREATE INDEX "outstanding_tokens_expires_at_jti_idx" ON "outstanding_tokens"("expires_at", "jti");

-- CreateIndex
CREATE INDEX "outstanding_tokens_blacklisted_at_jti_idx" ON "outstanding_tokens"("blacklisted_at", "jti");
