-- CreateIndex
CREATE INDEX "revocations_subject_id_idx" ON "revocations"("subject_id");
