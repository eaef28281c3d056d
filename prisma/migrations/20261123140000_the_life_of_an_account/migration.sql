-- AlterTable
ALTER TABLE "users" ADD COLUMN     "held_until" TIMESTAMPTZ(3),
ADD COLUMN     "deletion_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "known_devices" (
    "user_id" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "known_devices_pkey" PRIMARY KEY ("user_id","hash")
);

-- CreateTable
CREATE TABLE "mail_requests" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "data" JSONB NOT NULL DEFAULT '{}',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "mail_requests_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "users_deletion_at_idx" ON "users"("deletion_at");

-- CreateIndex
CREATE INDEX "known_devices_last_seen_at_idx" ON "known_devices"("last_seen_at");

-- CreateIndex
CREATE INDEX "mail_requests_next_attempt_at_idx" ON "mail_requests"("next_attempt_at");

-- AddForeignKey
ALTER TABLE "known_devices" ADD CONSTRAINT "known_devices_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The ledger of proved addresses holds the main ones too. An address that somebody proved before stays theirs.
INSERT INTO "email_addresses" ("id", "user_id", "email", "verified_at", "created_at")
SELECT gen_random_uuid(), "id", "email", "email_verified_at", "email_verified_at"
  FROM "users"
 WHERE "email_verified_at" IS NOT NULL
ON CONFLICT ("email") DO NOTHING;
