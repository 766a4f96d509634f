ALTER TABLE "renos_sync"."journal" ADD COLUMN "undo" jsonb;--> statement-breakpoint
ALTER TABLE "renos_sync"."journal_creations" ADD COLUMN "prints" bigint[];