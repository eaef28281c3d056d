-- AlterTable
ALTER TABLE "mails" ADD COLUMN     "given_up_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "mails_state_id_idx" ON "mails"("state", "id");
