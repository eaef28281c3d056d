-- Mails that were sent are kept for two weeks only; the flush finds the older ones by this.
CREATE INDEX "mails_created_at_idx" ON "mails"("created_at");
