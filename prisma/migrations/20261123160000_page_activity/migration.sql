-- A page of one person's events is found by its index alone, also among events of one moment.
DROP INDEX "audit_events_user_id_at_idx";

-- CreateIndex
CREATE INDEX "audit_events_user_id_at_id_idx" ON "audit_events"("user_id", "at", "id");
