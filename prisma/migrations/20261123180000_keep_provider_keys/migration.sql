-- Nothing has written to this table yet, so the new columns need no defaults.
ALTER TABLE "social_apps"
  ADD COLUMN "kind" TEXT NOT NULL,
  ADD COLUMN "name" TEXT NOT NULL,
  ADD COLUMN "native_client_ids" TEXT[] DEFAULT ARRAY[]::TEXT[],
  ADD COLUMN "app_id" TEXT,
  ADD COLUMN "keeps_tokens" BOOLEAN NOT NULL DEFAULT false;

-- Sign-ins that failed at a provider are found by the id that the person was shown.
CREATE INDEX "audit_events_incident_idx" ON "audit_events"("at" DESC) WHERE (data ? 'incident');
