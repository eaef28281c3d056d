-- CreateTable
CREATE TABLE "data_exports" (
    "user_id" UUID NOT NULL,
    "locale" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "secret_hash" TEXT,
    "zip" BYTEA,
    "made_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "data_exports_pkey" PRIMARY KEY ("user_id")
);

-- Compressed already; kept plain, a part of it is read without the rest.
ALTER TABLE "data_exports" ALTER COLUMN "zip" SET STORAGE EXTERNAL;

-- CreateIndex
CREATE UNIQUE INDEX "data_exports_secret_hash_key" ON "data_exports"("secret_hash");

-- CreateIndex
CREATE INDEX "data_exports_expires_at_idx" ON "data_exports"("expires_at");

-- AddForeignKey
ALTER TABLE "data_exports" ADD CONSTRAINT "data_exports_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
