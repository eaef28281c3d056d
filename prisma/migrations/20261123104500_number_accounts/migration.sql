-- AlterTable
ALTER TABLE "accounts" ADD COLUMN "number" SERIAL NOT NULL;

-- CreateIndex
CREATE UNIQUE INDEX "accounts_number_key" ON "accounts"("number");
