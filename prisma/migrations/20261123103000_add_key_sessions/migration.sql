-- AlterEnum
ALTER TYPE "session_kind" ADD VALUE 'key';
