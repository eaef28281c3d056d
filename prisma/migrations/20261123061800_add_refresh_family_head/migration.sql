-- AlterTable
ALTER TABLE "sessions" ADD COLUMN     "previous_refresh_jti" TEXT,
ADD COLUMN     "refresh_jti" TEXT,
ADD COLUMN     "refreshed_at" TIMESTAMPTZ(3);
