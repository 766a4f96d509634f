-- Rows of an import that was killed say what the previous version meant: its plan has a row for each that is something else.
ALTER TABLE "renos_sync"."import_rows" ADD COLUMN "outcome" text;--> statement-breakpoint
UPDATE "renos_sync"."import_rows" SET "outcome" = CASE WHEN "reasons" IS NOT NULL THEN 'rejected' WHEN "name" IS NULL THEN 'unchanged' ELSE 'created' END;--> statement-breakpoint
ALTER TABLE "renos_sync"."import_rows" ALTER COLUMN "outcome" SET NOT NULL;
