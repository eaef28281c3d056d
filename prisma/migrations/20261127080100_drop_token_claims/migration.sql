-- Never read: the same custom claims stand in the token that is presented.
ALTER TABLE "outstanding_tokens" DROP COLUMN "claims";
