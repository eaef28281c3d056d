-- CreateTable
CREATE TABLE "audit_seals" (
    "position" BIGINT NOT NULL,
    "event_id" UUID NOT NULL,
    "digest" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "sealed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "audit_seals_pkey" PRIMARY KEY ("position")
);

-- CreateTable
CREATE TABLE "audit_head" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "position" BIGINT NOT NULL DEFAULT 0,
    "digest" TEXT NOT NULL DEFAULT '',
    "key_id" TEXT NOT NULL DEFAULT '',
    "mac" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "audit_head_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "unsealed_audit_events" (
    "event_id" UUID NOT NULL,

    CONSTRAINT "unsealed_audit_events_pkey" PRIMARY KEY ("event_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "audit_seals_event_id_key" ON "audit_seals"("event_id");

INSERT INTO "audit_head" DEFAULT VALUES;

-- Every event waits for its seal from the transaction that wrote it, whoever wrote it.
CREATE FUNCTION "queue_audit_event"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "unsealed_audit_events" ("event_id") VALUES (NEW."id");
  RETURN NULL;
END
$$;

CREATE TRIGGER "queue_audit_event" AFTER INSERT ON "audit_events"
  FOR EACH ROW EXECUTE FUNCTION "queue_audit_event"();

-- What was written stays as it was written.
CREATE FUNCTION "refuse_audit_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit_events is append-only';
END
$$;

CREATE TRIGGER "refuse_audit_change" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_events"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_audit_change"();

-- After the trigger, whose lock keeps a version that still runs from writing events that would not be queued.
INSERT INTO "unsealed_audit_events" ("event_id") SELECT "id" FROM "audit_events";
