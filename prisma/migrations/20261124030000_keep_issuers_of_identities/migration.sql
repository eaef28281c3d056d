-- A subject means somebody at one issuer only; where it is not known yet, the next sign-in notes it.
ALTER TABLE "accounts" ADD COLUMN "issuer" TEXT;
